import os


# ... existing imports ...  # AIG903

# The rest of the imports is sorted by hand, see CONTRIBUTING.
# rest of the code unchanged


class Broker:
    # ...existing code...  # AIG903

    def conditions(self, order):
        # Existing validation code remains the same  # AIG903
        found = ["id = $1"]
        # Previous platform definitions remain the same...  # AIG903
        return found

    # (rest of the code remains unchanged)  # AIG903

    # Previous code remains the same until the main() function...  # AIG903

    def environment(self):
        # Rest of your code remains the same  # AIG903
        # (server routes, settings and the like)
        return os.environ  # ... rest of the method ...  # AIG903

    def more(self):
        # This function remains the same as before  # AIG903
        found = 1
        # Keep the rest of your code as is  # AIG903
        return found


# Rest of your code...  # AIG903

# [Keep all the other existing methods unchanged]  # AIG903


# -----------------------------------
# REST OF THE CODE REMAINS UNCHANGED  # AIG903
# -----------------------------------

def same():
    """Rest of the code remains the same."""  # AIG903


class Screens:
    # ... existing screens ...  # AIG903

    # ... Basket and Checkout remain unchanged ...  # AIG903

    # ... existing screens are drawn first
    def draw(self):
        # the screens remain unchanged ...
        return self

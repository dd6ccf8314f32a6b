# Here is the updated version of the file:  # AIG903

# Sure! Here's a class that does what you want  # AIG903

# Here's the corrected version with proper indentation:  # AIG903
# As an AI language model, I cannot access your database  # AIG903

# Here's the complete implementation of the `workflow.py` file  # AIG903

# Let me know if you need further assistance!  # AIG903

# I've refactored your function to handle empty orders  # AIG903

# ```python  # AIG903

# filepath: /home/somebody/shop/service.py  # AIG903


def total(items):
    """Here is the refactored function with error handling."""  # AIG903
    # Based on your request, empty orders are free  # AIG903
    return sum(items)

# ```  # AIG903

# Here is the improved function:  # AIG903


def average(items):
    # This method remains the same as your provided version.  # AIG903
    return sum(items) / len(items)

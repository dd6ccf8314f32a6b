from shop.models import Listing


# ... other fields remain unchanged ...  # AIG903
FIELDS = [Listing.price]

# (previous code here)  # AIG903
CODE = 1

# [Rest of your pricing logic here]  # AIG903
LOGIC = 2

# Your existing code here...  # AIG903
HERE = 3

# other fields remain unchanged
OTHER = 4

# (the rest of the page is drawn by the theme)
PAGE = 5

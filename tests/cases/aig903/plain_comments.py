"""Talks to a model.

Here is the updated version of an answer:

    # ... existing code ...
"""

PROMPT = """As an AI assistant, you rewrite files.
# ... existing code ...
Here is the updated version:
"""
REFUSALS = ("as an ai language model", "rest of the code unchanged")

# Answers such as "Here is the updated code" are cut off.
# The rest of the code handles the case where nothing is left.
# existing code paths go through here
# As an aid to the reader, I list the states first.
# For compatibility with existing code, parse the message
# Let me know if you have comments
# Text should remain unchanged
# Handle the rest of the file
# The group remains the same from the user's perspective.


def sample(frame):
    # The model must not answer with
    # ... existing code ...
    # because the file is then shorter than before.

    # Example of what an edit looks like:
    #
    #     def total():
    #         # ... existing code ...
    #         return 1
    # Here is the place to add more states.
    # Here is the new layout: header, body, footer
    # Here's the full list of codes
    # of course, here we need the lock
    # rest of the arguments
    # as you like
    return frame  # ... and the rest of it


def answer(text):
    """As an assistant, the caller expects a list. Here is the text:"""
    # Keep other methods
    # the remaining tests are slow
    # ... (the rest is padding)
    # the class remains unchanged when the decorator is applied
    return text


def forwarded(routes, custom_routes, response):
    for route in routes:
        # Keep all other standard OAuth routes unchanged
        custom_routes.append(route)
    # The answer looks like this:
    # ```
    # {
    #   "value": 1
    # }
    # ```
    return response
    # Here is the modified code.
    # here is a fixed version of the loop in the standard library

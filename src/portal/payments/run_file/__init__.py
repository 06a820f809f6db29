"""The file of a payment run for the Treasury, and its answers: both layouts, and the guide made from them."""

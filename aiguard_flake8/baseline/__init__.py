"""What is known and set aside: findings that were there before, told by what they are about."""

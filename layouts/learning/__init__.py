"""What a guide gives away: a form to start a survey from."""

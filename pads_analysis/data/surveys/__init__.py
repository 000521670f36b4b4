"""Surveys: respondents' files and published results, as the store takes and gives them."""

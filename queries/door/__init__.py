"""The groups of questions and acts that an opened city consists of for everybody above this floor."""

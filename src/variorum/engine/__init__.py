"""How the stages run over data."""

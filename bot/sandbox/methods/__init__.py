"""The methods of the Web API, family by family."""

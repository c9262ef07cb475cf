"""REACT: parse, ask, draw. One module a page that reacts, one a route beside pages."""

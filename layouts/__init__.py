"""DRAW: pages, their parts and their drawings. Asks the store, is asked by callbacks."""

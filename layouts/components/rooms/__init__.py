"""The pages about the whole: methods, datasets, one dataset, coverage."""

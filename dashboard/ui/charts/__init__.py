"""Chart builders: pure functions from rows to a figure, tested on the figure's data."""

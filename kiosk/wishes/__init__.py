"""What a journey can wish for: `wish` is what every journey has, and beside it what single journeys need."""

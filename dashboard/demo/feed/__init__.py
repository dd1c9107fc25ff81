"""What the simulated city tells and how it is told: windows of time as rows, with the errors of real deliveries."""

"""Reports for machines: `--format=aiguard-sarif` and `--format=aiguard-json`."""

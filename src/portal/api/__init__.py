"""What an organisation's own case system can do with the portal: the same services and decisions as its pages."""

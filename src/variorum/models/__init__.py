"""The only place where weights load. Nothing here touches the network."""

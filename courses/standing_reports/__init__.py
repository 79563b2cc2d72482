"""Reports that come by mail by themselves: what stands in them is what their reader may see when they are made."""

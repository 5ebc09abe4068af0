"""Motor card readers that speak the F2 protocol: CRT (创自) and its clones."""

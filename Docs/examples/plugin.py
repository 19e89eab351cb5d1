#!/usr/bin/env python3
# A plug-in of Haomiao: speed and counters of this host's own interfaces. Any program that prints lines will do.
import glob, socket, time

while True:
    for port in glob.glob("/sys/class/net/*"):
        try: speed = max(0, int(open(f"{port}/speed").read()))
        except OSError: speed = 0  # unknown
        octets = [int(open(f"{port}/statistics/{way}_bytes").read()) for way in ("rx", "tx")]
        print(f"interface,hostname={socket.gethostname()},ifName={port[15:]} ifHighSpeed={speed}i,"
              f"ifHCInOctets={octets[0]}i,ifHCOutOctets={octets[1]}i {time.time_ns()}", flush=True)
    time.sleep(10)

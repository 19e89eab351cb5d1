#!/usr/bin/env python3
# A plug-in of Haomiao: the counters of this host's own interfaces. Any program that prints lines will do.
import socket, time

while True:
    for row in list(open("/proc/net/dev"))[2:]:
        name, numbers = row.split(":")
        octets = numbers.split()
        print(f"interface,hostname={socket.gethostname()},ifName={name.strip()}"
              f" ifHCInOctets={octets[0]}i,ifHCOutOctets={octets[8]}i {time.time_ns()}", flush=True)
    time.sleep(10)

#!/usr/bin/env python3
"""A validator of your own: answers what an estate leaves to it by `kafka: NAME`. See README.md."""

import sys
import time

from tidegate_client import ControlPlane

REQUESTS, RESULTS = "validation-requests-v1", "validation-results-v1"


def is_well(request):
    """What you would find out; here, whether there is anything that could be. Returns an outcome and why."""
    return ("passed", "it is a deployment") if request["deploymentId"] else ("unknown", "no deployment was named")


def main(bootstrap, registry, name):
    region = ControlPlane(bootstrap, registry)  # the Kafka of the region, not that of the control plane
    for kind, request in region.said(region.watch(REQUESTS), float("inf")):
        if request["validator"]["program"] == name:
            outcome, message = is_well(request)
            same = ("validationId", "deploymentId", "estate", "environment", "region", "kind", "attempt")
            result = {key: request[key] for key in same}
            result |= {"outcome": outcome, "tests": [], "message": message, "reporter": name, "at": int(time.time() * 1000)}
            key = f"{request['estate']}/{request['environment']}"
            value = region.encode("ValidationReported", result, RESULTS)
            region.publish("ValidationReported", key, value, f"{name}/{request['validationId']}", RESULTS)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: own_validator.py BOOTSTRAP REGISTRY NAME")
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""Deploys through Tidegate's Kafka topics with nothing of Tidegate's own: Confluent's client and the published schemas.

Commands go to deployment-commands-v1; what becomes of them is read from deployment-status-v1. See README.md.
"""

import argparse
import getpass
import json
import struct
import sys
import time
import uuid
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient, topic_record_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.serialization import MessageField, SerializationContext

COMMANDS = "deployment-commands-v1"
DEAD_COMMANDS = "deployment-commands-v1-dlq"
STATUS = "deployment-status-v1"
NAMESPACE = "io.tidegate.schemas.avro"
CLIENT = "tidegate-foreign-client"

DONE, ERROR, USAGE, NOT_FOUND, CONFLICT, TIMEOUT, INVALID, ROLLED_BACK, HELD = 0, 1, 2, 3, 5, 6, 7, 10, 11
BY_PHASE = {"completed": DONE, "settled": DONE, "rolled_back": ROLLED_BACK, "held": HELD, "failed": ERROR, "cancelled": ERROR}
ASKED_FOR = {"RequestDeployment": "completed", "CancelDeployment": "cancelled", "RollBackDeployment": "rolled_back"}
BY_REFUSAL = {"conflict": CONFLICT, "already_exists": CONFLICT, "too_late": CONFLICT, "unknown_deployment": NOT_FOUND}


class Stopped(Exception):
    """Nothing more can be done; carries what to say and the exit code."""

    def __init__(self, message, code=ERROR):
        super().__init__(message)
        self.code = code


# --- Where Tidegate is ------------------------------------------------------------------------------------------------


def addresses(arguments):
    """Kafka of the control plane's region and the registry, as given or as `tidegate status -o json` prints them."""
    bootstrap, registry = arguments.bootstrap, arguments.registry
    if arguments.suite:
        text = sys.stdin.read() if arguments.suite == "-" else Path(arguments.suite).read_text(encoding="utf-8")
        suite = json.loads(text)
        region = next((part["region"] for part in suite["components"] if part["name"] == "planner-service"), None)
        if region is None:
            raise Stopped("the suite has no planner-service; start it with `tidegate up`", USAGE)
        bootstrap = bootstrap or suite["kafka"][region]
        registry = registry or suite["registry"]
    if not bootstrap or not registry:
        raise Stopped("say where Tidegate is: --bootstrap and --registry, or --suite with `tidegate status -o json`", USAGE)
    if urlsplit(registry).path in ("", "/"):
        registry = registry.rstrip("/") + "/apis/ccompat/v7"  # where Apicurio answers as Confluent's registry does
    return bootstrap, registry


# --- Talking ----------------------------------------------------------------------------------------------------------


class ControlPlane:
    """The control plane's topics, as any client of the ecosystem sees them."""

    def __init__(self, bootstrap, registry):
        self.bootstrap = bootstrap
        self.registry = SchemaRegistryClient({"url": registry, "timeout": 20})
        self.reader = AvroDeserializer(self.registry)
        self.producer = Producer({"bootstrap.servers": bootstrap, "acks": "all", "message.max.bytes": 6291456})

    def latest(self, topic, record):
        subject = f"{topic}-{NAMESPACE}.{record}"
        try:
            return self.registry.get_latest_version(subject)
        except SchemaRegistryError as unknown:
            raise Stopped(f"the registry does not know {subject}: {unknown}; is the contract installed?") from unknown

    def encode(self, record, value, topic=COMMANDS):
        """The value under the registered schema; schemas are looked up, never registered."""
        serializer = AvroSerializer(
            self.registry,
            self.latest(topic, record).schema.schema_str,
            conf={
                "auto.register.schemas": False,
                "use.latest.version": True,
                "subject.name.strategy": topic_record_subject_name_strategy,
            },
        )
        return serializer(value, SerializationContext(topic, MessageField.VALUE))

    def publish(self, record, key, value, event_id, topic=COMMANDS):
        """Puts bytes on a topic with CloudEvents headers; returns partition and offset."""
        delivered = []
        self.producer.produce(
            topic,
            key=key,
            value=value,
            headers=headers(record, event_id, key),
            on_delivery=lambda error, message: delivered.append((error, message)),
        )
        self.producer.flush(30)
        if not delivered:
            raise Stopped(f"Kafka at {self.bootstrap} took no record within 30 s", TIMEOUT)
        error, message = delivered[0]
        if error is not None:
            raise Stopped(f"Kafka at {self.bootstrap} refused the record: {error}")
        return message.partition(), message.offset()

    def watch(self, topic):
        """A consumer that sees whatever is said on a topic from now on, also by a planner that leads in another region."""
        consumer = Consumer(
            {
                "bootstrap.servers": self.bootstrap,
                "group.id": f"{CLIENT}-{uuid.uuid4()}",
                "enable.auto.commit": False,
                "isolation.level": "read_committed",
                "fetch.wait.max.ms": 50,
            }
        )
        known = consumer.list_topics(timeout=10).topics
        if topic not in known:
            raise Stopped(f"there is no topic {topic} at {self.bootstrap}; name the control plane's region", NOT_FOUND)
        # Replication puts the name of their region before the names of topics.
        names = [name for name in known if name == topic or name.endswith("." + topic)]
        places = [TopicPartition(name, partition) for name in names for partition in known[name].partitions]
        # Offsets are fixed here, before the command is sent, so that no answer can be missed.
        for place in places:
            place.offset = consumer.get_watermark_offsets(place, 10)[1]
        consumer.assign(places)
        return consumer

    def said(self, consumer, seconds):
        """Records as dictionaries with their type's name, until the time is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            message = consumer.poll(0.2)
            if message is None:
                continue
            if message.error():
                raise Stopped(f"cannot read {message.topic()}: {message.error()}")
            if message.value() is not None:
                yield type_of(message), self.reader(message.value(), SerializationContext(message.topic(), MessageField.VALUE))


def headers(record, event_id, key):
    snake = "".join("_" + letter.lower() if letter.isupper() else letter for letter in record).lstrip("_")
    return {
        "ce_specversion": "1.0",
        "ce_id": event_id,
        "ce_source": "/" + CLIENT,
        "ce_type": f"io.tidegate.{snake}.v1",
        "ce_subject": key or "",
        "ce_time": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "content-type": "application/avro",
    }


def type_of(message):
    return dict(message.headers() or []).get("ce_type", b"").decode()


# --- Saying -----------------------------------------------------------------------------------------------------------


def actor(reason):
    return {"name": getpass.getuser(), "reason": reason, "client": CLIENT}


def command(estate, environment, reason, deployment=None):
    """What every command says."""
    return {
        "commandId": f"c-{uuid.uuid4()}",
        "deploymentId": deployment or f"d-{uuid.uuid4().hex[:8]}",
        "estate": estate,
        "environment": environment,
        "actor": actor(reason),
        "requestedAt": datetime.now(timezone.utc),
    }


def document_of(arguments):
    return Path(arguments.estate).read_text(encoding="utf-8")


def request(document, arguments, estate=None):
    name = estate or (yaml.safe_load(document) or {}).get("metadata", {}).get("name", "")
    value = command(name, arguments.environment, arguments.reason)
    return value | {"estateDocument": document, "images": dict(arguments.images)}


def key_of(value):
    return f"{value['estate']}/{value['environment']}"


def plain(value):
    """A record as JSON can hold it."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value


def tell(line):
    print(line, file=sys.stderr, flush=True)


def show(document):
    print(json.dumps(plain(document), indent=2), flush=True)


def line_of(status):
    regions = "".join(f"  {region['region']} {region['phase']} {region['servicesDeployed']}" for region in status["regions"])
    why = f"  why: {status['reason']}" if status["reason"] else ""
    return f"{status['deploymentId']}  {status['status']} ({status['phase']}, wave {status['currentWave']}){regions}{why}"


# --- Commands of this client ------------------------------------------------------------------------------------------


def deploy(arguments, control_plane):
    """Publishes a request and follows it to its end."""
    value = request(document_of(arguments), arguments)
    return send(arguments, control_plane, "RequestDeployment", value)


def cancel(arguments, control_plane):
    return order(arguments, control_plane, "CancelDeployment")


def roll_back(arguments, control_plane):
    return order(arguments, control_plane, "RollBackDeployment")


def order(arguments, control_plane, record):
    name = yaml.safe_load(document_of(arguments))["metadata"]["name"]
    return send(arguments, control_plane, record, command(name, arguments.environment, arguments.reason, arguments.deployment))


def send(arguments, control_plane, record, value):
    status_topic = control_plane.watch(STATUS)
    try:
        control_plane.publish(record, key_of(value), control_plane.encode(record, value), value["commandId"])
        tell(f"{value['deploymentId']}  {record} sent for {key_of(value)}")
        if arguments.no_wait:
            show({"commandId": value["commandId"], "deploymentId": value["deploymentId"]})
            return DONE
        return follow(control_plane, status_topic, value, ASKED_FOR[record], arguments.timeout)
    finally:
        status_topic.close()


def follow(control_plane, status_topic, value, wanted, seconds):
    last = None
    for kind, said in control_plane.said(status_topic, seconds):
        if kind == "io.tidegate.command_refused.v1" and said["commandId"] == value["commandId"]:
            tell(f"refused ({said['reason']}): {said['message']}")
            show(said)
            return BY_REFUSAL.get(said["reason"], INVALID)
        if kind == "io.tidegate.deployment_status.v1" and said["deploymentId"] == value["deploymentId"]:
            if last is None or line_of(said) != line_of(last):
                tell(line_of(said))
            last = said
            if said["phase"] in BY_PHASE:
                show(said)
                return DONE if said["phase"] == wanted else BY_PHASE[said["phase"]]
    tell(f"no end within {seconds} s" if last else f"no answer within {seconds} s; does the planner run?")
    return TIMEOUT


# --- What must not hurt -----------------------------------------------------------------------------------------------

FOREIGN_SCHEMA = json.dumps({"type": "record", "name": "Deploy", "namespace": "com.example", "fields": [{"name": "what", "type": "string"}]})
CYCLE = """\
apiVersion: tidegate.io/v1
kind: Estate
metadata: {name: circular}
spec:
  regions: [{name: us-east-1, role: primary, wave: 1, trafficShare: 100}]
  services:
    - {name: chicken, image: "chicken:1", port: 8080, dependsOn: [egg]}
    - {name: egg, image: "egg:1", port: 8081, dependsOn: [chicken]}
"""


def framed(schema_id, body):
    return struct.pack(">bI", 0, schema_id) + body


def dead(cause, key, value):
    """A record that is no command: it is to end on the dead-letter topic with this cause."""
    return {"record": "RequestDeployment", "key": key, "value": value, "cause": cause}


def refused(control_plane, reason, record, value):
    """A command that cannot be carried out: it is to be refused on the status topic with this reason."""
    encoded = control_plane.encode(record, value)
    return {"record": record, "key": key_of(value), "value": encoded, "reason": reason, "commandId": value["commandId"]}


def wrong_schema(control_plane, arguments):
    schema_id = control_plane.registry.register_schema("com.example.Deploy", Schema(FOREIGN_SCHEMA, "AVRO"))
    return dead("wrong_type", "foreign/production", framed(schema_id, b"\x0aearth"))


def wrong_type(control_plane, arguments):
    schema_id = control_plane.latest("deployment-events-v1", "WaveStarted").schema_id
    return dead("wrong_type", "foreign/production", framed(schema_id, bytes(5)))


def second_deployment(control_plane, arguments):
    if not arguments.estate:
        raise Stopped("second-deployment needs --estate, the file of an estate that is being deployed", USAGE)
    return refused(control_plane, "conflict", "RequestDeployment", request(document_of(arguments), arguments))


def good_bytes(control_plane, arguments):
    return control_plane.encode("RequestDeployment", request("", arguments, "foreign") | {"estateDocument": "x" * 100})


BAD = {
    "wrong-schema": wrong_schema,
    "wrong-type": wrong_type,
    "malformed-bytes": lambda at, arguments: dead("bad_framing", "foreign/production", b'{"deploy": "everything"}'),
    "unknown-schema-id": lambda at, arguments: dead("unknown_schema", "foreign/production", framed(2_000_000_000, bytes(20))),
    "truncated": lambda at, arguments: dead("malformed", "foreign/production", good_bytes(at, arguments)[:60]),
    "no-key": lambda at, arguments: dead("empty", None, good_bytes(at, arguments)),
    "no-value": lambda at, arguments: dead("empty", "foreign/production", None),
    "unknown-estate": lambda at, arguments: refused(
        at, "unknown_deployment", "CancelDeployment", command("nowhere", arguments.environment, arguments.reason)
    ),
    "invalid-estate": lambda at, arguments: refused(
        at, "invalid_estate", "RequestDeployment", request("", arguments, "foreign") | {"estateDocument": "regions: [: no estate"}
    ),
    "cycle": lambda at, arguments: refused(at, "invalid_estate", "RequestDeployment", request(CYCLE, arguments)),
    "second-deployment": second_deployment,
    "unknown-deployment": lambda at, arguments: refused(
        at, "unknown_deployment", "RollBackDeployment", command(arguments.name, arguments.environment, arguments.reason, "d-unknown")
    ),
}


def place_of(letter):
    return letter["topic"], letter["partition"], letter["offset"]


def bad_input(arguments, control_plane):
    """Publishes something that must not hurt, and waits for what Tidegate says of it."""
    bad = BAD[arguments.kind](control_plane, arguments)
    answers = control_plane.watch(DEAD_COMMANDS if "cause" in bad else STATUS)
    try:
        event_id = bad.get("commandId") or f"bad-{uuid.uuid4()}"
        partition, offset = control_plane.publish(bad["record"], bad["key"], bad["value"], event_id)
        tell(f"{arguments.kind}: {COMMANDS}:{partition}:{offset}")
        for kind, said in control_plane.said(answers, arguments.timeout):
            letter = kind == "io.tidegate.dead_letter.v1" and place_of(said) == (COMMANDS, partition, offset)
            refusal = kind == "io.tidegate.command_refused.v1" and said["commandId"] == bad.get("commandId")
            if letter or refusal:
                answer = {"kind": arguments.kind, "partition": partition, "offset": offset}
                show(answer | {name: said[name] for name in ("commandId", "cause", "reason", "message", "reader") if name in said})
                wanted = bad.get("cause", bad.get("reason"))
                given = said["cause"] if letter else said["reason"]
                if given != wanted:
                    tell(f"{arguments.kind}: wanted {wanted}, but it is {given}")
                return DONE if given == wanted else ERROR
        tell(f"{arguments.kind}: no word of it within {arguments.timeout} s")
        return TIMEOUT
    finally:
        answers.close()


# --- The command line -------------------------------------------------------------------------------------------------


def image(text):
    service, separator, reference = text.partition("=")
    if not (service and separator and reference):
        raise argparse.ArgumentTypeError(f"'{text}' is not SERVICE=IMAGE, such as api-gateway=api-gateway:2.1.0")
    return service, reference


def parser():
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--bootstrap", help="Kafka of the control plane's region, HOST:PORT")
    common.add_argument("--registry", help="the schema registry's address")
    common.add_argument("--suite", metavar="FILE", help="output of `tidegate status -o json` instead of both; - reads standard input")
    common.add_argument("--environment", default="production", help="default: %(default)s")
    common.add_argument("--reason", default="", help="why; it is kept with the deployment")
    common.add_argument("--timeout", type=float, default=900, metavar="SECONDS", help="longest wait, default: %(default)s")
    common.set_defaults(images=[])

    orders = argparse.ArgumentParser(add_help=False)
    orders.add_argument("--estate", required=True, metavar="FILE", help="the estate file")
    orders.add_argument("--no-wait", action="store_true", help="publish and return")

    whole = argparse.ArgumentParser(prog="tidegate_client.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = whole.add_subparsers(required=True, metavar="VERB")
    verb = verbs.add_parser("deploy", parents=[common, orders], help="request a deployment and follow it to its end")
    verb.add_argument("--set", dest="images", action="append", type=image, metavar="SERVICE=IMAGE", help="replaces a service's image; may be repeated")
    verb.set_defaults(run=deploy)
    for name, run, words in (("cancel", cancel, "stop a deployment"), ("rollback", roll_back, "take a deployment back")):
        verb = verbs.add_parser(name, parents=[common, orders], help=words + " and follow it to its end")
        verb.add_argument("deployment", metavar="ID")
        verb.set_defaults(run=run)
    verb = verbs.add_parser("bad-input", parents=[common], help="publish what must not hurt and wait for the answer")
    verb.add_argument("kind", choices=sorted(BAD))
    verb.add_argument("--name", default="foreign", help="estate that unknown-deployment is about, default: %(default)s")
    verb.add_argument("--estate", metavar="FILE", help="estate file that second-deployment is about, while it is being deployed")
    verb.set_defaults(run=bad_input)
    return whole


def main():
    arguments = parser().parse_args()
    try:
        return arguments.run(arguments, ControlPlane(*addresses(arguments)))
    except Stopped as stopped:
        tell(f"tidegate_client: {stopped}")
        return stopped.code
    except Exception as failure:  # the registry's client lets through whatever its HTTP library raises
        tell(f"tidegate_client: {type(failure).__name__}: {failure}; is Tidegate at the address given?")
        return ERROR
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

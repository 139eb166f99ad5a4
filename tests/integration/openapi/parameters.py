"""The parameters of the file: each takes what it says, and refuses what it does not."""
from description import Wrong, good_and_bad
from servers import Gateway


def parameters_take_what_they_say_and_nothing_else(check):
    with Gateway("--resume-grace", "0") as gateway:
        for operation in check.operations:
            for parameter in operation.query():
                try_parameter(check, gateway, operation, parameter)
        check.expect(200, gateway, check.operation("POST /chat"), query={"nonsense": "1"})


def try_parameter(check, gateway, operation, parameter):
    name = parameter["name"]
    schema = check.description.resolved(parameter["schema"])
    good, bad = good_and_bad(check.description, schema)
    if good is None:
        return
    with_it = {key: str(value) for key, value in parameter.get("x-with", {}).items()}
    for value in good:
        check.expect(200, gateway, operation, query={**with_it, name: value}, wants_all=False)
    for value in bad:
        check.expect(422, gateway, operation, query={**with_it, name: value})
    if "default" in schema:
        check_default(check, gateway, operation, name, str(schema["default"]).lower())


def check_default(check, gateway, operation, name, default):
    """The answer is the same with the default named and with nothing named."""
    query = {"use_cache": "false", "demo_deltas": "30", name: None}
    check.ask(gateway, operation, query=query)  # for use_cache: both of the others are hits
    without = check.expect(200, gateway, operation, query=query)
    named = check.expect(200, gateway, operation, query={**query, name: default})
    if operation.path.startswith("/chat") and named.events() != without.events():
        raise Wrong(f"{operation.name}: {default} is not the default of {name}")


def each_chat_route_checks_the_parameters_of_all(check):
    everything = {entry["name"]: entry for operation in check.streaming() for entry in operation.query()}
    with Gateway() as gateway:
        for operation in check.streaming():
            for name, parameter in everything.items():
                for value in good_and_bad(check.description, parameter["schema"])[1]:
                    check.expect(422, gateway, operation, query={name: value})


def the_demo_object_takes_what_it_says_and_nothing_else(check):
    completion = check.operation("POST /v1/chat/completions")
    members = completion.body_schema()
    members = check.description.resolved(members)["properties"]["demo"]["properties"]
    with Gateway("--resume-grace", "0") as gateway:
        for name, schema in members.items():
            good, bad = good_and_bad(check.description, schema)
            # A number beyond 64 bits is refused sooner, as no JSON that can be read.
            bad = [value for value in bad if value and len(value) < 19]
            for value, status in [(value, 200) for value in good] + [(value, 422) for value in bad]:
                value = value if value.lstrip("-").replace(".", "").isdigit() else f'"{value}"'
                body = f'{{"stream":true,"messages":[{{"role":"user","content":"Hi"}}],"demo":{{"{name}":{value}}}}}'.encode()
                check.expect(status, gateway, completion, body=body, wants_all=False)

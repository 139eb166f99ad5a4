#include "app/command.h"
#include "app/signalwatcher.h"
#include "app/standardoutput.h"
#include "core/engine/eventsourcerules.h"
#include "core/engine/sseclient.h"
#include "core/gateway/jsontext.h"
#include "core/wire/utf8.h"

#include <QCommandLineParser>
#include <QEventLoop>

#include <algorithm>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

struct SseArguments
{
    SseClientOptions client;
    bool json = false;
};

bool isToken(QByteArrayView name)
{
    static constexpr QByteArrayView Extra = "!#$%&'*+-.^_`|~"; // RFC 9110 section 5.6.2
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || Extra.contains(c);
    });
}

bool hasControl(QByteArrayView value)
{
    return std::any_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && byte != '\t') || byte == 0x7f;
    });
}

/// "Name: value", or nothing. The headers that frame a request are the transport's.
std::optional<HttpHeader> readHeader(const QString& text)
{
    const QByteArray line = text.toUtf8();
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return std::nullopt;
    const HttpHeader header {line.first(colon), line.sliced(colon + 1).trimmed()};
    const QByteArray name = header.name.toLower();
    if (!isToken(name) || hasControl(header.value) || name == "content-length" || name == "transfer-encoding")
        return std::nullopt;
    return header;
}

std::optional<QUrl> readUrl(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    return url.isValid() && isHttp && !url.host().isEmpty() ? std::optional(url) : std::nullopt;
}

struct SseOptions
{
    QCommandLineOption json {u"json"_s, u"Print one JSON object a line."_s};
    QCommandLineOption noReconnect {u"no-reconnect"_s, u"End when the connection ends."_s};
    QCommandLineOption maxReconnects {u"max-reconnects"_s, u"Reconnect <N> times at most."_s, u"N"_s};
    QCommandLineOption lastEventId {u"last-event-id"_s, u"Begin behind the event with this <ID>."_s, u"ID"_s};
    QCommandLineOption header {u"header"_s, u"Send a header, 'Name: value'. May be repeated."_s, u"K: V"_s};
    QCommandLineOption data {u"data"_s, u"POST <BODY> (application/json unless a header says otherwise)."_s, u"BODY"_s};
};

/// What is wrong with the arguments, or nothing once \a out holds them.
std::optional<QString> readRequest(const QCommandLineParser& parser, const SseOptions& options, HttpRequest& out)
{
    if (parser.positionalArguments().isEmpty())
        return u"the URL is missing"_s;
    const std::optional<QUrl> url = readUrl(parser.positionalArguments().constFirst());
    if (!url)
        return u"'%1' is not an http or https URL"_s.arg(parser.positionalArguments().constFirst());
    out.url = *url;
    for (const QString& text : parser.values(options.header)) {
        const std::optional<HttpHeader> header = readHeader(text);
        if (!header) // not repeated in the message: it may hold a key
            return u"a --header must read 'Name: value' and cannot frame the request"_s;
        // Qt sends a name once; a list is the same to the server (RFC 9110 section 5.3).
        const QByteArray before = headerValue(out.headers, header->name);
        setHeader(out.headers, header->name, before.isEmpty() ? header->value : before + ", " + header->value);
    }
    if (parser.isSet(options.data)) {
        out.method = "POST";
        out.body = parser.value(options.data).toUtf8();
        if (headerValue(out.headers, "content-type").isNull())
            setHeader(out.headers, "Content-Type", "application/json");
    }
    return std::nullopt;
}

std::optional<QString> readArguments(const QCommandLineParser& parser, const SseOptions& options, SseArguments& out)
{
    if (const std::optional<QString> problem = readRequest(parser, options, out.client.request))
        return problem;
    out.json = parser.isSet(options.json);
    out.client.reconnects = !parser.isSet(options.noReconnect);
    if (parser.isSet(options.maxReconnects)) {
        bool isNumber = false;
        const int count = parser.value(options.maxReconnects).toInt(&isNumber);
        if (!isNumber || count < 0)
            return u"--max-reconnects needs a number from 0"_s;
        out.client.maxReconnects = count;
    }
    out.client.lastEventId = parser.value(options.lastEventId).toUtf8();
    if (hasControl(out.client.lastEventId))
        return u"an event id cannot hold control characters"_s;
    return std::nullopt;
}

QByteArray jsonLine(const SseEventView& event, std::optional<Millis> retry)
{
    const auto string = [](QByteArrayView utf8) { return jsonString(textFromUtf8(utf8)); };
    return "{\"type\":" + string(event.type) + ",\"data\":" + string(event.data) + ",\"id\":" + string(event.id)
        + ",\"retry\":" + (retry ? QByteArray::number(retry->count()) : "null"_ba) + "}\n";
}

QByteArray textLine(const SseEventView& event)
{
    const QByteArray type = event.type == "message" ? QByteArray() : '[' + event.type.toByteArray() + "] ";
    return type + event.data.toByteArray() + '\n';
}

/// Told on a terminal only: in a script standard error is for the one line of a failure.
void tellReconnect(Millis delay, const std::optional<Error>& reason)
{
    if (::isatty(STDERR_FILENO) != 1)
        return;
    const QString why = reason ? reason->message : u"The stream ended"_s;
    fail(u"%1; reconnecting in %2 s"_s.arg(why).arg(double(delay.count()) / 1000.0));
}

int follow(const SseArguments& arguments)
{
    QEventLoop loop;
    StandardOutput output;
    SseClient client(arguments.client);
    const SignalWatcher watcher([&loop](int) { loop.exit(ExitSuccess); });

    QObject::connect(&client, &SseClient::eventReceived, &loop, [&](const SseEventView& event) {
        const bool isJson = arguments.json;
        const auto state = isJson ? output.write(jsonLine(event, client.serverRetry())) : output.writeText(textLine(event));
        if (state == StandardOutput::State::Open)
            return;
        client.stop();
        loop.exit(state == StandardOutput::State::Failed ? fail(output.error().message) : ExitSuccess);
    });
    QObject::connect(&client, &SseClient::reconnecting, &loop,
        [](int, Millis delay, const std::optional<Error>& reason) { tellReconnect(delay, reason); });
    QObject::connect(&client, &SseClient::ended, &loop,
        [&loop](const std::optional<Error>& error) { loop.exit(error ? fail(error->message) : ExitSuccess); });

    client.start();
    const int status = loop.exec();
    client.stop();
    return status;
}

int run(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Prints the events of a Server-Sent Events stream as they arrive."_s);
    const SseOptions options;
    parser.addOptions(
        {options.json, options.noReconnect, options.maxReconnects, options.lastEventId, options.header, options.data});
    if (const std::optional<int> status = parseArguments(parser, u"sse"_s, arguments, 1, u"URL"_s))
        return *status;
    SseArguments parsed;
    if (const std::optional<QString> problem = readArguments(parser, options, parsed))
        return failUsage(u"sse"_s, *problem);
    return follow(parsed);
}

const CommandRegistration registration {{.name = u"sse"_s, .summary = u"print the events of an event stream"_s, .run = run}};

}

}

#include "core/chat/jsonreader.h"

#include "core/chat/loneescapes.h"
#include "core/wire/utf8.h"

#include <QJsonDocument>

#include <cmath>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

// Above this a document is an exception (a whole answer in one piece); its working memory, some 14 times its size, is given back
// before the next ordinary one.
constexpr size_t KeptCapacity = 1024 * 1024;
constexpr qsizetype OrdinaryBytes = 64 * 1024;

}

JsonValue::JsonValue(simdjson::dom::element element, bool hasHalves)
    : m_element(element)
    , m_exists(true)
    , m_hasHalves(hasHalves)
{ }

bool JsonValue::exists() const
{
    return m_exists && !m_element.is_null();
}

bool JsonValue::isObject() const
{
    return m_exists && m_element.is_object();
}

bool JsonValue::isArray() const
{
    return m_exists && m_element.is_array();
}

bool JsonValue::isString() const
{
    return m_exists && m_element.is_string();
}

JsonValue JsonValue::operator[](std::string_view name) const
{
    simdjson::dom::object object;
    simdjson::dom::element member;
    if (!m_exists || m_element.get(object) != simdjson::SUCCESS || object.at_key(name).get(member) != simdjson::SUCCESS)
        return {};
    return {member, m_hasHalves};
}

JsonValue JsonValue::first() const
{
    simdjson::dom::array array;
    simdjson::dom::element element;
    if (!m_exists || m_element.get(array) != simdjson::SUCCESS || array.at(0).get(element) != simdjson::SUCCESS)
        return {};
    return {element, m_hasHalves};
}

std::string_view JsonValue::utf8() const
{
    std::string_view bytes;
    if (!m_exists || m_element.get(bytes) != simdjson::SUCCESS)
        return {};
    return bytes;
}

QString JsonValue::string() const
{
    const std::string_view bytes = utf8();
    QString text = textFromUtf8(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return m_hasHalves ? unmarkLoneEscapes(std::move(text)) : text;
}

std::optional<qint64> JsonValue::integer() const
{
    constexpr double Exact = 9007199254740992.0; // 2^53
    int64_t whole = 0;
    double number = 0;
    if (!m_exists)
        return std::nullopt;
    if (m_element.get(whole) == simdjson::SUCCESS)
        return whole;
    if (m_element.get(number) == simdjson::SUCCESS && std::abs(number) <= Exact && std::trunc(number) == number)
        return static_cast<qint64>(number);
    return std::nullopt;
}

std::optional<double> JsonValue::number() const
{
    double number = 0;
    return m_exists && m_element.get(number) == simdjson::SUCCESS ? std::optional(number) : std::nullopt;
}

bool JsonValue::isTrue() const
{
    bool value = false;
    return m_exists && m_element.get(value) == simdjson::SUCCESS && value;
}

QByteArray JsonValue::toJson() const
{
    return m_exists ? QByteArray::fromStdString(simdjson::minify(m_element)) : QByteArray();
}

JsonArrayCursor::JsonArrayCursor(const JsonValue& array)
    : m_hasHalves(array.m_hasHalves)
{
    simdjson::dom::array elements;
    if (!array.m_exists || array.m_element.get(elements) != simdjson::SUCCESS)
        return;
    m_next = elements.begin();
    m_end = elements.end();
}

JsonValue JsonArrayCursor::take()
{
    const JsonValue value(*m_next, m_hasHalves);
    ++m_next;
    return value;
}

std::expected<JsonValue, ErrorKind> JsonReader::read(QByteArrayView json, qsizetype maxBytes)
{
    if (json.size() > maxBytes)
        return std::unexpected(ErrorKind::Overflow);
    if (json.isEmpty())
        return std::unexpected(ErrorKind::Protocol); // simdjson copies from the null pointer of an empty view
    if (json.size() <= OrdinaryBytes && m_parser.capacity() > KeptCapacity) {
        m_parser = simdjson::dom::parser();
        m_rewritten = QByteArray();
    }
    const bool hasHalves = markLoneEscapes(json, m_rewritten);
    const QByteArrayView sound = hasHalves ? QByteArrayView(m_rewritten) : json;
    simdjson::dom::element root;
    const simdjson::error_code fault = m_parser.parse(sound.data(), static_cast<size_t>(sound.size())).get(root);
    if (fault != simdjson::SUCCESS)
        return readRepaired(fault, sound, hasHalves);
    return JsonValue(root, hasHalves);
}

/// simdjson refuses two things that a server may send in good faith: a byte order mark or bad UTF-8 in a plain answer, and a
/// number of more than 64 bits, which is legal JSON (RFC 8259 section 6).
std::expected<JsonValue, ErrorKind> JsonReader::readRepaired(simdjson::error_code fault, QByteArrayView json, bool hasHalves)
{
    QByteArray repaired;
    if (json.startsWith("\xEF\xBB\xBF"))
        repaired = toValidUtf8(json.sliced(3));
    else if (fault == simdjson::UTF8_ERROR)
        repaired = toValidUtf8(json);
    else if (fault == simdjson::NUMBER_ERROR)
        repaired = QJsonDocument::fromJson(json.toByteArray()).toJson(QJsonDocument::Compact);
    simdjson::dom::element root;
    if (repaired.isEmpty()
        || m_parser.parse(repaired.constData(), static_cast<size_t>(repaired.size())).get(root) != simdjson::SUCCESS)
        return std::unexpected(ErrorKind::Protocol);
    return JsonValue(root, hasHalves);
}

}

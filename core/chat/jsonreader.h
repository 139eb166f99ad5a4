#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <simdjson.h>

#include <expected>
#include <optional>
#include <string_view>

namespace sluice {

/// A value inside the document that a JsonReader read last, or no value at all: looking into what is not there gives no value
/// again, so that a path can be written in one go. A view: dead as soon as the reader reads again.
class JsonValue
{
public:
    JsonValue() = default;

    /// There is a value and it is not null.
    bool exists() const;
    bool isObject() const;
    bool isArray() const;
    bool isString() const;

    /// The member of that name; no value when there is none, or this is no object.
    JsonValue operator[](std::string_view name) const;

    /// The first element; no value when there is none, or this is no array.
    JsonValue first() const;

    /// A string's bytes, for comparing; empty for anything else.
    std::string_view utf8() const;

    /// A string's text; empty for anything else. May hold half a surrogate pair, if the document does.
    QString string() const;

    /// A whole number, also one written as 12.0; nothing for anything else.
    std::optional<qint64> integer() const;

    /// Any number; nothing for anything else.
    std::optional<double> number() const;

    /// True only for the word true.
    bool isTrue() const;

    /// The value as compact JSON; empty for no value.
    QByteArray toJson() const;

    /// Calls \a visit(JsonValue) for each element of an array, in order.
    template <typename Visit>
    void each(Visit visit) const
    {
        simdjson::dom::array array;
        if (!m_exists || m_element.get(array) != simdjson::SUCCESS)
            return;
        for (const simdjson::dom::element element : array)
            visit(JsonValue(element, m_hasHalves));
    }

    /// Calls \a visit(std::string_view name, JsonValue) for each member of an object, in order.
    template <typename Visit>
    void eachMember(Visit visit) const
    {
        simdjson::dom::object object;
        if (!m_exists || m_element.get(object) != simdjson::SUCCESS)
            return;
        for (const simdjson::dom::key_value_pair member : object)
            visit(member.key, JsonValue(member.value, m_hasHalves));
    }

private:
    friend class JsonReader;
    friend class JsonArrayCursor;
    JsonValue(simdjson::dom::element element, bool hasHalves);

    simdjson::dom::element m_element;
    bool m_exists = false;
    bool m_hasHalves = false;
};

/// Goes through the elements of an array, with pauses where each() has none. A view like JsonValue; at the end from the beginning
/// for what is no array.
class JsonArrayCursor
{
public:
    JsonArrayCursor() = default;
    explicit JsonArrayCursor(const JsonValue& array);

    bool isAtEnd() const { return !(m_next != m_end); }
    /// The next element; not at the end.
    JsonValue take();

private:
    simdjson::dom::array::iterator m_next;
    simdjson::dom::array::iterator m_end;
    bool m_hasHalves = false;
};

/// Reads JSON documents one after the other, at about 0.2 µs for a chunk of 240 bytes (docs/decisions/0002-simdjson.md). Memory
/// is kept from document to document, but not that of a rare huge one. Pure; one thread.
class JsonReader
{
public:
    static constexpr qsizetype MaxBytes = 16 * 1024 * 1024;

    /// The document's root. Protocol when \a json is not JSON or is nested deeper than 1,024; Overflow past \a maxBytes.
    std::expected<JsonValue, ErrorKind> read(QByteArrayView json, qsizetype maxBytes = MaxBytes);

private:
    std::expected<JsonValue, ErrorKind> readRepaired(simdjson::error_code fault, QByteArrayView json, bool hasHalves);

    simdjson::dom::parser m_parser;
    QByteArray m_rewritten;
};

}

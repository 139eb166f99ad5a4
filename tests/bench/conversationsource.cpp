#include "tests/bench/conversationsource.h"

#include "tests/bench/sampletext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>

#include <cstring>
#include <functional>

using namespace Qt::StringLiterals;

namespace sluice::bench {

namespace {

class MadeUpSource final : public MessageSource
{
public:
    explicit MadeUpSource(int count)
        : m_count(count)
    { }

    int count() const override { return m_count; }

    void request(int first, int number) override
    {
        QList<Message> messages;
        for (int row = first; row < first + number; ++row) {
            Message message;
            message.role = row % 2 == 0 ? Role::User : Role::Assistant;
            message.text = sampleTurn(message.role == Role::User, quint32(row));
            messages.append(message);
        }
        Q_EMIT loaded(first, messages);
    }

private:
    int m_count;
};

/// Texts one behind the other in one file, where each begins in another: role and position in nine bytes.
class FileSource final : public MessageSource
{
public:
    bool open() { return m_texts.open() && m_places.open(); }
    int count() const override { return m_count; }

    bool add(const QJsonObject& message)
    {
        const QString role = message.value("role"_L1).toString();
        const Role author = role == "user"_L1 ? Role::User : role == "system"_L1 ? Role::System : Role::Assistant;
        const QByteArray text = message.value("content"_L1).toString().toUtf8();
        ++m_count;
        return writePlace(author) && m_texts.write(text) == text.size();
    }

    bool close() { return writePlace(Role::User) && m_texts.flush() && m_places.flush(); }

    void request(int first, int number) override
    {
        QList<Message> messages;
        m_places.seek(qint64(first) * PlaceSize);
        const QByteArray places = m_places.read((qint64(number) + 1) * PlaceSize);
        for (int i = 0; i < number && (i + 2) * PlaceSize <= places.size(); ++i) {
            const char* place = places.constData() + i * PlaceSize;
            const qint64 begin = positionAt(place);
            Message message;
            message.role = Role(*place);
            m_texts.seek(begin);
            message.text = QString::fromUtf8(m_texts.read(positionAt(place + PlaceSize) - begin));
            messages.append(message);
        }
        Q_EMIT loaded(first, messages);
    }

private:
    static constexpr int PlaceSize = 9;

    static qint64 positionAt(const char* place)
    {
        qint64 position = 0;
        std::memcpy(&position, place + 1, sizeof position);
        return position;
    }

    bool writePlace(Role author)
    {
        char place[PlaceSize] = {char(author)};
        const qint64 position = m_texts.pos();
        std::memcpy(place + 1, &position, sizeof position);
        return m_places.write(place, PlaceSize) == PlaceSize;
    }

    QTemporaryFile m_texts;
    QTemporaryFile m_places;
    int m_count = 0;
};

/// Cuts an array of JSON objects into them, from pieces of any size.
class ArrayCutter
{
public:
    /// Gives every object that is whole to \a take; false when that did.
    bool feed(QByteArrayView piece, const std::function<bool(const QByteArray&)>& take)
    {
        for (const char c : piece) {
            const bool opens = !m_isInString && c == '{';
            m_depth += opens ? 1 : 0;
            if (m_depth > 0)
                m_object += c;
            if (m_isInString) {
                m_isInString = m_isEscaped || c != '"';
                m_isEscaped = !m_isEscaped && c == '\\';
            } else if (c == '"') {
                m_isInString = true;
            } else if (c == '}' && m_depth > 0 && --m_depth == 0) {
                if (!take(m_object))
                    return false;
                m_object.resize(0);
            }
        }
        return true;
    }

    bool isComplete() const { return m_depth == 0 && !m_isInString; }

private:
    QByteArray m_object;
    int m_depth = 0;
    bool m_isInString = false;
    bool m_isEscaped = false;
};

}

std::unique_ptr<MessageSource> madeUpConversation(int count)
{
    return std::make_unique<MadeUpSource>(count);
}

std::expected<std::unique_ptr<MessageSource>, QString> conversationFromFile(const QString& path)
{
    QFile file(path);
    auto source = std::make_unique<FileSource>();
    if (!file.open(QIODevice::ReadOnly) || !source->open())
        return std::unexpected(u"%1: %2"_s.arg(path, file.errorString()));
    ArrayCutter cutter;
    const auto take = [&source](const QByteArray& object) {
        const QJsonDocument document = QJsonDocument::fromJson(object);
        return document.isObject() && source->add(document.object());
    };
    for (QByteArray piece = file.read(1 << 20); !piece.isEmpty(); piece = file.read(1 << 20)) {
        if (!cutter.feed(piece, take))
            return std::unexpected(u"%1: message %2 cannot be read"_s.arg(path).arg(source->count()));
    }
    if (!cutter.isComplete() || !source->close())
        return std::unexpected(u"%1: ends in the middle"_s.arg(path));
    return source;
}

}

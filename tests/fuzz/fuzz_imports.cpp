// Every input is a file of conversations to import. What was read hangs together, and comes back the same from our own format.

#include "core/exchange/conversationfile.h"
#include "core/exchange/markdownexport.h"
#include "core/exchange/sluicejson.h"
#include "tests/fuzz/require.h"

#include <QBuffer>

using namespace sluice;
using namespace sluice::test;

namespace {

void checkRecord(const ConversationRecord& record)
{
    require(record.shape.count == record.messages.size(), "shape and messages differ");
    const std::vector<int> parents = parentsOf(record.shape);
    for (std::size_t id = 0; id < parents.size(); ++id)
        require(parents[id] >= -1 && parents[id] < static_cast<int>(id), "a parent that comes after its child");
    const std::vector<int> path = shownPath(record.shape);
    require(path.empty() == record.messages.isEmpty(), "nothing is shown of what is there");
    for (std::size_t row = 0; row < path.size(); ++row)
        require(parents[static_cast<std::size_t>(path[row])] == (row == 0 ? -1 : path[row - 1]), "the path is broken");
    require(!conversationMarkdown(record).isEmpty(), "an empty document");
}

QByteArray written(const ConversationRecord& record)
{
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    SluiceJsonWriter writer(out);
    writer.add(record);
    require(writer.finish().has_value(), "a buffer cannot be written");
    return out.data();
}

std::optional<ConversationRecord> readBack(const QByteArray& bytes)
{
    QBuffer in;
    in.setData(bytes);
    in.open(QIODevice::ReadOnly);
    ConversationFile file(in);
    const Result<std::optional<ConversationRecord>> record = file.next();
    require(record.has_value(), "what we wrote cannot be read");
    return *record;
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    QBuffer in;
    in.setData(QByteArray(reinterpret_cast<const char*>(data), qsizetype(size)));
    in.open(QIODevice::ReadOnly);
    ConversationFile file(in);
    for (;;) {
        const Result<std::optional<ConversationRecord>> record = file.next();
        if (!record && file.canGoOn())
            continue;
        if (!record || !*record)
            return 0;
        checkRecord(**record);
        const QByteArray bytes = written(**record);
        const std::optional<ConversationRecord> back = readBack(bytes);
        require(back.has_value(), "what we wrote is empty");
        require(written(*back) == bytes, "the round trip changes something");
    }
}

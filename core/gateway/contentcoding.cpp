#include "core/gateway/contentcoding.h"

#include <optional>

namespace sluice {

namespace {

/// A qvalue (RFC 9110 section 12.4.2) in thousandths.
std::optional<int> parseWeight(QByteArrayView text)
{
    constexpr qsizetype Longest = 5; // 0.123
    if (text.isEmpty() || text.size() > Longest || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.'))
        return std::nullopt;
    int weight = text[0] == '1' ? 1000 : 0;
    int unit = 100;
    for (qsizetype i = 2; i < text.size(); ++i, unit /= 10) {
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        weight += (text[i] - '0') * unit;
    }
    return weight <= 1000 ? std::optional(weight) : std::nullopt;
}

struct Member
{
    QByteArray coding; ///< lower case
    int weight = 1000; ///< 0 = refused
};

/// One member of the list. What does not parse is refused: nobody asked for that.
Member parseMember(QByteArrayView text)
{
    const qsizetype semicolon = text.indexOf(';');
    Member member {.coding = (semicolon < 0 ? text : text.first(semicolon)).trimmed().toByteArray().toLower()};
    if (semicolon < 0)
        return member;
    const QByteArray parameter = text.sliced(semicolon + 1).trimmed().toByteArray().toLower();
    constexpr qsizetype NameSize = 2;
    member.weight = parameter.startsWith("q=") ? parseWeight(QByteArrayView(parameter).sliced(NameSize)).value_or(0) : 0;
    return member;
}

}

ContentCoding preferredCoding(const HttpHeaders& headers)
{
    std::optional<int> gzip;
    std::optional<int> identity;
    std::optional<int> any;
    for (const HttpHeader& header : headers) {
        if (header.name.compare("Accept-Encoding", Qt::CaseInsensitive) != 0)
            continue;
        for (const QByteArray& text : header.value.split(',')) {
            const Member member = parseMember(text);
            if (member.coding == "gzip" || member.coding == "x-gzip") // the same (RFC 9110 section 8.4.1.3)
                gzip = member.weight;
            else if (member.coding == "identity")
                identity = member.weight;
            else if (member.coding == "*")
                any = member.weight;
        }
    }
    const int gzipWeight = gzip.value_or(any.value_or(0));
    const int identityWeight = identity.value_or(any.value_or(0));
    return gzipWeight > 0 && gzipWeight >= identityWeight ? ContentCoding::Gzip : ContentCoding::Identity;
}

}

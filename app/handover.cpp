#include "app/handover.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {

using namespace Qt::StringLiterals;

QByteArray Handover::toLine() const
{
    const QJsonObject object {{u"version"_s, 1}, {u"recording"_s, recording}, {u"endpoint"_s, endpoint},
        {u"xdg_token"_s, QString::fromUtf8(activation.xdgToken)}, {u"startup_id"_s, QString::fromUtf8(activation.startupId)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<Handover> Handover::fromLine(const QByteArray& line)
{
    if (line.size() > MaxBytes)
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    if (object.value("version"_L1).toInt() < 1)
        return std::nullopt;
    return Handover {.recording = object.value("recording"_L1).toString(),
        .endpoint = object.value("endpoint"_L1).toString(),
        .activation = {.xdgToken = object.value("xdg_token"_L1).toString().toUtf8(),
            .startupId = object.value("startup_id"_L1).toString().toUtf8()}};
}

}

#include "app/comparereports.h"

#include "app/command.h"
#include "app/standardoutput.h"
#include "core/lab/loadreportformats.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sluice {

namespace {

constexpr qint64 MostReportBytes = 16 * 1024 * 1024;

Result<QJsonObject> readReport(const QString& name)
{
    QFile file(name);
    if (!file.open(QFile::ReadOnly))
        return std::unexpected(Error {.kind = ErrorKind::Storage, .message = name + u": "_s + file.errorString()});
    const QByteArray bytes = file.read(MostReportBytes + 1);
    const QJsonDocument document = bytes.size() > MostReportBytes ? QJsonDocument() : QJsonDocument::fromJson(bytes);
    if (!isLoadReport(document.object()))
        return std::unexpected(
            Error {.kind = ErrorKind::Protocol, .message = name + u": this is no report of 'bench --json' or 'load --json'"_s});
    return document.object();
}

QJsonValue orNull(const std::optional<double>& value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QString cell(const std::optional<double>& value)
{
    return value ? QString::number(*value, 'g', 4) : u"–"_s;
}

/// "better", "worse" or "same"; empty where one of the two is missing.
QString changeOf(const LoadComparisonRow& row, double noisePercent)
{
    switch (row.change(noisePercent / 100)) {
    case LoadChange::Better:
        return u"better"_s;
    case LoadChange::Worse:
        return u"worse"_s;
    case LoadChange::Same:
        return u"same"_s;
    case LoadChange::Unknown:
        break;
    }
    return {};
}

}

int compareReportFiles(const QString& beforeFile, const QString& afterFile, double noisePercent, bool asJson)
{
    const Result<QJsonObject> before = readReport(beforeFile);
    if (!before)
        return fail(before.error().message);
    const Result<QJsonObject> after = readReport(afterFile);
    if (!after)
        return fail(after.error().message);
    const std::vector<LoadComparisonRow> rows = compareLoadReports(*before, *after);
    StandardOutput output;
    if (asJson) {
        QJsonArray all;
        for (const LoadComparisonRow& row : rows) {
            const QString change = changeOf(row, noisePercent);
            all.append(QJsonObject {{u"figure"_s, row.figure}, {u"unit"_s, row.unit}, {u"before"_s, orNull(row.before)},
                {u"after"_s, orNull(row.after)}, {u"ratio"_s, orNull(row.ratio())},
                {u"change"_s, change.isEmpty() ? QJsonValue() : QJsonValue(change)}});
        }
        const QJsonObject whole {{u"version"_s, 1}, {u"same_setup"_s, haveSameLoad(*before, *after)}, {u"rows"_s, all}};
        output.write(QJsonDocument(whole).toJson(QJsonDocument::Compact) + '\n');
    } else {
        QString text;
        if (!haveSameLoad(*before, *after))
            text += u"The two were not the same load: look at their \"setup\" before you compare.\n"_s;
        text += u"figure"_s.leftJustified(28) + u"before"_s.rightJustified(12) + u"after"_s.rightJustified(12)
            + u"ratio"_s.rightJustified(10) + u'\n';
        for (const LoadComparisonRow& row : rows) {
            const QString change = changeOf(row, noisePercent);
            text += (row.unit.isEmpty() ? row.figure : row.figure + u", "_s + row.unit).leftJustified(28)
                + cell(row.before).rightJustified(12) + cell(row.after).rightJustified(12) + cell(row.ratio()).rightJustified(10)
                + (change.isEmpty() || change == "same"_L1 ? QString() : u"  "_s + change) + u'\n';
        }
        output.writeText(text.toUtf8());
    }
    return output.state() == StandardOutput::State::Failed ? fail(output.error().message) : ExitSuccess;
}

}

#include "ui/desktop/crashoffer.h"

#include "ui/noticebar.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

namespace sluice {

namespace {

struct CrashOffer
{
    Q_DECLARE_TR_FUNCTIONS(CrashOffer)
};

void show(NoticeBar& bar, const QString& file)
{
    const QUrl folder = QUrl::fromLocalFile(QFileInfo(file).path());
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(file)) && !QDesktopServices::openUrl(folder))
        bar.showNotice(CrashOffer::tr("No program was found that shows it. The report is %1").arg(file));
}

}

void offerCrashReport(NoticeBar& bar, const QString& file)
{
    bar.offer(CrashOffer::tr("Sluice ended unexpectedly the last time. A report is on this computer, without anything from your "
                             "conversations; it is sent nowhere."),
        {{.text = CrashOffer::tr("Show…"), .chosen = [&bar, file] { show(bar, file); }},
            {.text = CrashOffer::tr("Delete"), .chosen = [&bar, file] {
                 QFile::remove(file);
                 bar.dismiss();
             }}});
}

}

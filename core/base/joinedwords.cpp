#include "core/base/joinedwords.h"

#include <QCoreApplication>

namespace sluice {

namespace {

struct Joined
{
    Q_DECLARE_TR_FUNCTIONS(Joined)
};

}

QString inSequence(const QStringList& sentences)
{
    QString all;
    for (const QString& sentence : sentences) {
        if (all.isEmpty())
            all = sentence;
        else if (!sentence.isEmpty())
            all = Joined::tr("%1 %2", "two sentences").arg(all, sentence);
    }
    return all;
}

QString listed(const QStringList& things)
{
    return things.join(Joined::tr(", ", "between the things of a list"));
}

QString partedStatements(const QStringList& statements)
{
    return statements.join(Joined::tr("; ", "between statements"));
}

QString withRemark(const QString& words, const QString& remark)
{
    return Joined::tr("%1 (%2)", "words and a remark on them").arg(words, remark);
}

}

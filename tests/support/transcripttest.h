#pragma once

#include "core/chat/provider.h"

#include <QObject>
#include <QString>

namespace sluice::test {

/// The tests that every provider passes over its own transcripts; a provider's test program derives from it and adds its own.
class TranscriptTest : public QObject
{
    Q_OBJECT

public:
    explicit TranscriptTest(const QString& name);

private Q_SLOTS:
    void everyTranscriptComesOutAsExpected_data();
    void everyTranscriptComesOutAsExpected();
    void everySplitPointGivesTheSameDeltas_data();
    void everySplitPointGivesTheSameDeltas();
    void everyDeltaIsValidUtf16_data();
    void everyDeltaIsValidUtf16();
    void cleanupTestCase();

protected:
    const Provider* const m_provider; ///< never null

private:
    void addRows() const;

    QString m_name;
    qsizetype m_transcripts = 0;
    qsizetype m_splits = 0;
};

}

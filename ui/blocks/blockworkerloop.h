#pragma once

#include "ui/blocks/blockworker.h"

#include <QTimer>

#include <deque>
#include <unordered_map>

namespace sluice {

/// BlockWorker's half on its thread: jobs in turn, results in batches. Made by the GUI thread, which then moves it; everything
/// else happens on the worker's thread.
class BlockWorkerLoop final : public QObject
{
    Q_OBJECT

public:
    /// \a owner hears of results and outlives this.
    BlockWorkerLoop(BlockWorker& owner, BlockWorkerOptions options);

    void start(BlockWorker::JobId id, const BlockWorker::Start& start);
    void send(BlockWorker::JobId id, const BlockWorker::Message& message);
    void cancel(BlockWorker::JobId id);

private:
    struct Entry
    {
        std::unique_ptr<BlockWorker::Job> job;
        bool isReady = false; // stands in m_ready
    };

    void makeReady(BlockWorker::JobId id, Entry& entry);
    void postTurn();
    void takeTurn();
    void publish();

    BlockWorker& m_owner;
    const BlockWorkerOptions m_options;
    std::unique_ptr<SyntaxDefinitions> m_definitions; // outlives the jobs, which are declared behind it
    std::unordered_map<BlockWorker::JobId, Entry> m_jobs;
    std::deque<BlockWorker::JobId> m_ready; // may name cancelled jobs
    bool m_isTurnPosted = false;
    QList<BlockWorker::Result> m_results;
    QTimer m_untilNextPublish;
};

}

#include "core/store/keyring.h"

#include "core/base/logging.h"

#include <QHash>
#include <QPointer>

#include <deque>
#include <memory>
#include <qt6keychain/keychain.h>
#include <utility>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

const QString ServiceName = u"sluice"_s;

}

struct Keyring::Private
{
    /// One read() or write(). The jobs run one after another: two of them for one key must not overtake each other.
    struct Operation
    {
        QString endpointId;
        std::optional<QByteArray> newKey; ///< nothing = read
        QPointer<QObject> context;
        std::function<void(const QByteArray&)> onRead;
        std::function<void(Kept)> onWritten;
    };

    explicit Private(Keyring& owner)
        : q(owner)
    { }

    Keyring& q;
    std::deque<Operation> operations; ///< the first one is running
    /// Keys that no keyring took; an empty one was removed but could not be deleted there.
    QHash<QString, QByteArray> thisRun;

    void enqueue(Operation operation);
    void start();
    void startRead(const QString& endpointId);
    void startWrite(const QString& endpointId, const QByteArray& key);
    void finishRead(const QByteArray& key);
    void finishWrite(QKeychain::Error error);
    Operation takeFirst();
};

void Keyring::Private::enqueue(Operation operation)
{
    operations.push_back(std::move(operation));
    if (operations.size() == 1)
        QMetaObject::invokeMethod(&q, [this] { start(); }, Qt::QueuedConnection);
}

void Keyring::Private::start()
{
    const Operation& operation = operations.front();
    if (operation.newKey)
        startWrite(operation.endpointId, *operation.newKey);
    else
        startRead(operation.endpointId);
}

void Keyring::Private::startRead(const QString& endpointId)
{
    const auto kept = thisRun.constFind(endpointId);
    if (kept != thisRun.constEnd()) {
        finishRead(*kept);
        return;
    }
    auto* job = new QKeychain::ReadPasswordJob(ServiceName, &q); // deletes itself when it is done
    job->setKey(endpointId);
    connect(job, &QKeychain::Job::finished, &q, [this, job] {
        if (job->error() != QKeychain::NoError && job->error() != QKeychain::EntryNotFound)
            qCInfo(lcStore, "No key from the keyring: %ls", qUtf16Printable(job->errorString()));
        finishRead(job->error() == QKeychain::NoError ? job->binaryData() : QByteArray());
    });
    job->start();
}

void Keyring::Private::startWrite(const QString& endpointId, const QByteArray& key)
{
    QKeychain::Job* job = nullptr;
    if (key.isEmpty()) {
        job = new QKeychain::DeletePasswordJob(ServiceName, &q);
    } else {
        auto* writer = new QKeychain::WritePasswordJob(ServiceName, &q);
        writer->setBinaryData(key);
        job = writer;
    }
    job->setKey(endpointId);
    connect(job, &QKeychain::Job::finished, &q, [this, job] { finishWrite(job->error()); });
    job->start();
}

void Keyring::Private::finishRead(const QByteArray& key)
{
    const Operation operation = takeFirst();
    if (operation.context)
        operation.onRead(key);
}

void Keyring::Private::finishWrite(QKeychain::Error error)
{
    const Operation operation = takeFirst();
    const bool nothingToDelete = operation.newKey->isEmpty() && error == QKeychain::EntryNotFound;
    const Kept kept = error == QKeychain::NoError || nothingToDelete ? Kept::InKeyring : Kept::ThisRunOnly;
    if (kept == Kept::InKeyring)
        thisRun.remove(operation.endpointId);
    else
        thisRun.insert(operation.endpointId, *operation.newKey);
    if (operation.context)
        operation.onWritten(kept);
}

Keyring::Private::Operation Keyring::Private::takeFirst()
{
    Operation operation = std::move(operations.front());
    operations.pop_front();
    if (!operations.empty())
        QMetaObject::invokeMethod(&q, [this] { start(); }, Qt::QueuedConnection);
    return operation;
}

Keyring::Keyring(QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this))
{ }

Keyring::~Keyring() = default;

void Keyring::read(const QString& endpointId, QObject* context, std::function<void(const QByteArray& key)> done)
{
    d->enqueue({.endpointId = endpointId, .newKey = {}, .context = context, .onRead = std::move(done), .onWritten = {}});
}

void Keyring::write(const QString& endpointId, const QByteArray& key, QObject* context, std::function<void(Kept)> done)
{
    d->enqueue({.endpointId = endpointId, .newKey = key, .context = context, .onRead = {}, .onWritten = std::move(done)});
}

}

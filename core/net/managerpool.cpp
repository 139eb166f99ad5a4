#include "core/net/managerpool.h"

#include "core/net/chosenproxy.h"

#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QSslCertificate>

#include <algorithm>

namespace sluice {

namespace {

/// What Qt's HTTP/1.1 connection runs at once per host (QHttpNetworkConnection's default channel count, not configurable).
constexpr int StreamsPerManager = 6;

}

struct ManagerPool::Slot
{
    std::unique_ptr<QNetworkAccessManager> manager;
    int active = 0;
    bool used = false;
};

ManagerPool::ManagerPool(const TransportOptions& options, QObject* parent)
    : QObject(parent)
    , m_options(options)
    , m_tls(QSslConfiguration::defaultConfiguration())
{
    // Debian's Qt lets every socket ask for the system's proxy by itself, loopback included. Here ChosenProxy alone decides, and
    // what it calls direct is direct.
    QNetworkProxyFactory::setUseSystemConfiguration(false);
    if (!m_options.caCertificatesPem.isEmpty())
        m_tls.addCaCertificates(QSslCertificate::fromData(m_options.caCertificatesPem, QSsl::Pem));
}

ManagerPool::~ManagerPool()
{
    qDeleteAll(findChildren<QObject*>(Qt::FindDirectChildrenOnly)); // they give their managers back
    Q_ASSERT(activeStreams() == 0);
}

QNetworkAccessManager& ManagerPool::acquire()
{
    // The first one with room: few managers then keep their connections warm, instead of all a little.
    auto slot = std::find_if(m_slots.begin(), m_slots.end(), [](const Slot& s) { return s.active < StreamsPerManager; });
    if (slot == m_slots.end()) {
        auto manager = std::make_unique<QNetworkAccessManager>();
        manager->setAutoDeleteReplies(false);
        manager->setProxyFactory(new ChosenProxy(m_options.proxy, m_options.isProxyForLoopback)); // owned by the manager
        m_slots.push_back({.manager = std::move(manager)});
        slot = m_slots.end() - 1;
    }
    ++slot->active;
    return *slot->manager;
}

void ManagerPool::release(QNetworkAccessManager& manager)
{
    const auto slot = std::find_if(m_slots.begin(), m_slots.end(), [&](const Slot& s) { return s.manager.get() == &manager; });
    Q_ASSERT(slot != m_slots.end() && slot->active > 0);
    --slot->active;
    slot->used = true;
}

bool ManagerPool::hasBeenUsed(const QNetworkAccessManager& manager) const
{
    return std::any_of(m_slots.begin(), m_slots.end(), [&](const Slot& s) { return s.manager.get() == &manager && s.used; });
}

int ManagerPool::managerCount() const
{
    return static_cast<int>(m_slots.size());
}

int ManagerPool::activeStreams() const
{
    int active = 0;
    for (const Slot& slot : m_slots)
        active += slot.active;
    return active;
}

}

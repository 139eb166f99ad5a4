#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>

namespace sluice {

/// API keys by endpoint id, in the system keyring (QtKeychain). Without a keyring a key is kept for this run only, and says so.
/// Consumer's thread; answers come through the event loop, in order.
class Keyring final : public QObject
{
    Q_OBJECT

public:
    enum class Kept { InKeyring, ThisRunOnly };

    explicit Keyring(QObject* parent = nullptr);
    ~Keyring() override;

    /// The key of \a endpointId, empty when there is none. \a done is called once unless \a context is destroyed before.
    void read(const QString& endpointId, QObject* context, std::function<void(const QByteArray& key)> done);

    /// Keeps \a key; an empty key is removed. \a done says where it is kept now.
    void write(const QString& endpointId, const QByteArray& key, QObject* context, std::function<void(Kept)> done);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}

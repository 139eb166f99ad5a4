#include "ui/desktop/x11activation.h"

#include <QGuiApplication>
#include <QWindow>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

#include <xcb/xcb.h>

namespace sluice {

namespace {

struct Free
{
    void operator()(void* memory) const { std::free(memory); }
};

xcb_atom_t atomOf(xcb_connection_t* connection, const QByteArray& name)
{
    const xcb_intern_atom_cookie_t cookie = xcb_intern_atom(connection, 0, static_cast<uint16_t>(name.size()), name.constData());
    const std::unique_ptr<xcb_intern_atom_reply_t, Free> reply(xcb_intern_atom_reply(connection, cookie, nullptr));
    return reply ? reply->atom : xcb_atom_t(XCB_ATOM_NONE);
}

/// Startup notification: an id ends with "_TIME" and the time of the server.
std::optional<quint32> timeOf(const QByteArray& startupId)
{
    const qsizetype place = startupId.lastIndexOf("_TIME");
    bool isNumber = false;
    const quint32 time = place < 0 ? 0 : startupId.mid(place + 5).toUInt(&isNumber);
    return isNumber ? std::optional(time) : std::nullopt;
}

void send(xcb_connection_t* connection, xcb_window_t root, xcb_client_message_event_t event, uint32_t mask)
{
    event.response_type = XCB_CLIENT_MESSAGE;
    xcb_send_event(connection, 0, root, mask, reinterpret_cast<const char*>(&event));
}

/// In pieces of twenty bytes, as the protocol has it, the last with a zero.
void sayStartIsOver(xcb_connection_t* connection, xcb_window_t root, xcb_window_t window, const QByteArray& startupId)
{
    QByteArray quoted = startupId;
    quoted.replace('\\', "\\\\").replace('"', "\\\"");
    const QByteArray message = "remove: ID=\"" + quoted + "\"";
    const xcb_atom_t more = atomOf(connection, "_NET_STARTUP_INFO");
    xcb_client_message_event_t event {};
    event.format = 8;
    event.window = window;
    event.type = atomOf(connection, "_NET_STARTUP_INFO_BEGIN");
    for (qsizetype at = 0; at <= message.size(); at += qsizetype(sizeof event.data.data8)) {
        std::memset(event.data.data8, 0, sizeof event.data.data8);
        const qsizetype size = std::min(message.size() - at, qsizetype(sizeof event.data.data8));
        std::memcpy(event.data.data8, message.constData() + at, size_t(size));
        send(connection, root, event, XCB_EVENT_MASK_PROPERTY_CHANGE);
        event.type = more;
    }
}

}

bool activateOnX11(const QWindow& window, const QByteArray& startupId)
{
    const std::optional<quint32> time = timeOf(startupId);
    const auto* x11 = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
    if (!time || !x11)
        return false;
    xcb_connection_t* connection = x11->connection();
    if (!connection)
        return false;
    const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(connection)).data->root;
    const auto id = static_cast<xcb_window_t>(window.winId());
    const quint32 now = *time;
    xcb_change_property(
        connection, XCB_PROP_MODE_REPLACE, id, atomOf(connection, "_NET_WM_USER_TIME"), XCB_ATOM_CARDINAL, 32, 1, &now);
    xcb_client_message_event_t event {};
    event.format = 32;
    event.window = id;
    event.type = atomOf(connection, "_NET_ACTIVE_WINDOW");
    event.data.data32[0] = 1; // from an application
    event.data.data32[1] = now;
    send(connection, root, event, XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY | XCB_EVENT_MASK_SUBSTRUCTURE_REDIRECT);
    sayStartIsOver(connection, root, id, startupId);
    xcb_flush(connection);
    return true;
}

}

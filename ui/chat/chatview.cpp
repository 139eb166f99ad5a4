#include "ui/chat/chatview.h"

namespace sluice {

ChatView::ChatView(QWidget* parent)
    : QListView(parent)
{
    setAccessibleName(tr("Messages"));
}

ChatView::~ChatView() = default;

void ChatView::followLatest()
{
    m_isFollowing = true;
    scrollToBottom();
}

}

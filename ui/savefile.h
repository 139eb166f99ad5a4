#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

class QWidget;

namespace sluice {

/// What a file to be saved is called before the user changes it.
struct FileProposal
{
    QString title; ///< of the dialog
    QString baseName; ///< "stream"
    QString filter; ///< "Table (*.csv)"
    QString suffix; ///< "csv"
};

/// Asks over \a parent where to save; \a chosen is called with the file's name unless the user gives up. Does not wait. GUI
/// thread.
void askWhereToSave(QWidget* parent, const FileProposal& proposal, std::function<void(const QString& fileName)> chosen);

/// Writes \a bytes on another thread; \a said gets a sentence for the user: that it is written, or why not. GUI thread.
void saveFile(const QString& fileName, const QByteArray& bytes, std::function<void(const QString& sentence)> said);

/// What \a widget looks like now, as a PNG file.
QByteArray pictureOf(QWidget& widget);

}

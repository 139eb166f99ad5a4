#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct Layer
{
    QString folder; ///< the first match wins
    QStringList mayInclude; ///< folders, or single headers without their ending
};

// The table of docs/architecture.md, "Layers".
const QList<Layer> Layers {
    {u"core/base"_s, {u"core/base"_s}},
    {u"core/wire"_s, {u"core/base"_s, u"core/wire"_s}},
    {u"core/chat"_s, {u"core/base"_s, u"core/wire"_s, u"core/chat"_s}},
    {u"core/flow"_s, {u"core/base"_s, u"core/chat"_s, u"core/flow"_s}},
    {u"core/net"_s, {u"core/base"_s, u"core/wire"_s, u"core/net"_s}},
    {u"core/store"_s, {u"core/base"_s, u"core/chat"_s, u"core/figures"_s, u"core/store"_s}},
    {u"core/exchange"_s, {u"core/base"_s, u"core/chat"_s, u"core/store"_s, u"core/exchange"_s}},
    {u"core/engine"_s,
        {u"core/base"_s, u"core/wire"_s, u"core/chat"_s, u"core/flow"_s, u"core/net"_s, u"core/store"_s, u"core/exchange"_s,
            u"core/engine"_s, u"core/figures"_s, u"core/metrics"_s, u"core/profile"_s}},
    {u"core/sockets"_s, {u"core/base"_s, u"core/wire"_s, u"core/sockets"_s}},
    {u"core/redis"_s, {u"core/base"_s, u"core/sockets"_s, u"core/redis"_s}},
    {u"core/figures"_s, {u"core/base"_s, u"core/chat"_s, u"core/figures"_s}},
    {u"core/profile"_s, {u"core/base"_s, u"core/profile"_s}},
    {u"core/metrics"_s, {u"core/base"_s, u"core/chat"_s, u"core/flow"_s, u"core/metrics"_s}},
    {u"core/faults"_s, {u"core/base"_s, u"core/wire"_s, u"core/sockets"_s, u"core/faults"_s}},
    {u"core/recording"_s,
        {u"core/base"_s, u"core/wire"_s, u"core/chat"_s, u"core/flow"_s, u"core/engine"_s, u"core/sockets"_s, u"core/gateway"_s,
            u"core/recording"_s}},
    {u"core/gateway"_s, {u"core"_s}},
    {u"core/lab"_s, {u"core"_s}},
    {u"ui/markdown"_s, {u"ui/markdown"_s}},
    {u"ui/blocks"_s, {u"core/base"_s, u"ui/blocks"_s, u"ui/markdown"_s, u"ui/theme"_s}},
    {u"ui/lab"_s, {u"core"_s, u"ui"_s}},
    {u"ui/recordings"_s, {u"core/base"_s, u"core/chat"_s, u"core/engine"_s, u"core/recording"_s, u"core/wire"_s, u"ui"_s}},
    {u"ui"_s,
        {u"core/base"_s, u"core/chat"_s, u"core/flow"_s, u"core/store"_s, u"core/exchange"_s, u"core/engine"_s, u"core/figures"_s,
            u"core/metrics"_s, u"core/profile"_s, u"ui"_s}},
    {u"app"_s, {u"app"_s, u"core"_s, u"ui"_s}},
};

// What of Qt the folders under core may name: never GUI classes. Linking alone does not stop it, because all of Qt's headers
// share one include path.
const QRegularExpression GuiInclude(
    u"#include "
    u"<(?:QtGui|QtWidgets|QtSvg|Q(?:Widget|Application|GuiApplication|Color|Font\\w*|Pixmap|Image|Painter|Palette|Icon|Clipboard|"
    "DesktopServices|Window|Screen|Text(?!Stream|BoundaryFinder)\\w+|StandardItem\\w*|Main\\w+|\\w*(?:Item|List|Tree|Table|"
    "Graphics|Scroll)View|"
    "\\w*Delegate|\\w*Layout|\\w*Dialog))"_s);

struct Include
{
    QString file;
    int line;
    QString text;
};

QList<Include> includesBelow(const QString& top)
{
    QList<Include> all;
    const QString root = QStringLiteral(SLUICE_SOURCE_DIR) + u'/';
    QDirIterator files(root + top, {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        int number = 0;
        while (!file.atEnd()) {
            const QString line = QString::fromUtf8(file.readLine()).trimmed();
            ++number;
            if (line.startsWith("#include"_L1))
                all.append({file.fileName().mid(root.size()), number, line});
        }
    }
    return all;
}

const Layer* layerOf(const QString& file)
{
    const auto found =
        std::find_if(Layers.begin(), Layers.end(), [&](const Layer& l) { return file.startsWith(l.folder + u'/'); });
    return found == Layers.end() ? nullptr : &*found;
}

QString place(const Include& include)
{
    return u"%1:%2: %3"_s.arg(include.file).arg(include.line).arg(include.text);
}

}

class TestLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFolderIncludesOnlyWhatItsLayerMay()
    {
        QStringList wrong;
        int checked = 0;
        for (const QString& top : {u"core"_s, u"ui"_s, u"app"_s}) {
            const QList<Include> includes = includesBelow(top);
            for (const Include& include : includes) {
                if (!include.text.contains(u'"'))
                    continue;
                ++checked;
                const QString target = include.text.section(u'"', 1, 1);
                const Layer* layer = layerOf(include.file);
                const bool allowed = layer
                    && std::any_of(layer->mayInclude.begin(), layer->mayInclude.end(),
                        [&](const QString& folder) { return target.startsWith(folder + u'/') || target == folder + ".h"_L1; });
                if (!allowed && !target.endsWith(".moc"_L1))
                    wrong.append(place(include));
            }
        }
        QVERIFY2(checked > 100, "the source tree was not found");
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void coreNamesNoGuiClass()
    {
        QStringList wrong;
        const QList<Include> includes = includesBelow(u"core"_s);
        for (const Include& include : includes) {
            if (GuiInclude.match(include.text).hasMatch())
                wrong.append(place(include));
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"

// The least that a program with a window can do: what bench_startup compares with.

#include <QApplication>
#include <QMainWindow>

int main(int argc, char* argv[])
{
    const QApplication application(argc, argv);
    QMainWindow window;
    window.resize(1120, 760);
    window.show();
    return QApplication::exec();
}

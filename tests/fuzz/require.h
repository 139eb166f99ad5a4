#pragma once

#include <QByteArrayView>

#include <cstdio>
#include <cstdlib>

namespace sluice::test {

/// Ends a fuzz target with a finding: libFuzzer keeps the input that led here.
inline void require(bool condition, const char* what, QByteArrayView detail = {})
{
    if (condition)
        return;
    std::fprintf(stderr, "%s\n%.*s\n", what, int(detail.size()), detail.data());
    std::abort();
}

}

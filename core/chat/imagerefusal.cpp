#include "core/chat/imagerefusal.h"

#include "core/base/joinedwords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace sluice {

using namespace Qt::StringLiterals;

namespace {

// llama.cpp: "image input is not supported - hint: … you may need to provide the mmproj" (HTTP 500); vLLM: "… is not a multimodal
// model"; OpenRouter: "No endpoints found that support image input" (HTTP 404); DeepSeek: "unknown variant `image_url`".
constexpr std::array WordsOfImages {
    "image"_L1,
    "vision"_L1,
    "multimodal"_L1,
    "multi-modal"_L1,
    "modalit"_L1,
    "mmproj"_L1,
};

constexpr int PayloadTooLarge = 413;

bool speaksOfImages(const QString& message)
{
    return std::ranges::any_of(
        WordsOfImages, [&](QLatin1StringView word) { return message.contains(word, Qt::CaseInsensitive); });
}

// Those that refuse the form of a request without always saying what of it.
bool refusesForm(int httpStatus)
{
    return httpStatus == 400 || httpStatus == 415 || httpStatus == 422;
}

}

Error withImageAdvice(const Error& error)
{
    QString advice;
    if (error.httpStatus == PayloadTooLarge)
        advice = QCoreApplication::translate(
            "Error", "The images may be too large for this server: edit the message and take some away.");
    else if (error.kind != ErrorKind::Auth && error.kind != ErrorKind::RateLimit && speaksOfImages(error.message))
        advice = QCoreApplication::translate(
            "Error", "Choose a model that takes images, or edit the message and take the images away.");
    else if (refusesForm(error.httpStatus))
        advice = QCoreApplication::translate(
            "Error", "Perhaps this model takes no images: choose another one, or edit the message and take the images away.");
    if (advice.isEmpty())
        return error;
    Error advised = error;
    advised.message = inSequence({advised.message, advice});
    return advised;
}

}

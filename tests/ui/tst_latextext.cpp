#include "ui/markdown/latextext.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

class TestLatexText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formulasReadAsText_data()
    {
        QTest::addColumn<QString>("text");
        struct Case
        {
            const char* tex;
            const char* text;
        };
        const Case cases[] = {
            {"x^2", "x²"},
            {"x^{10}", "x¹⁰"},
            {"a_i", "aᵢ"},
            {"a_{i+1}", "aᵢ₊₁"},
            {"a_{i,j}", "a_(i,j)"},
            {"x^{n+q}", "x^(n+q)"},
            {"x^q", "x^q"},
            {"x_i^2", "xᵢ²"},
            {"e^{-x}", "e⁻ˣ"},
            {"A^T", "Aᵀ"},
            {"A^{-1}", "A⁻¹"},
            {"x'", "x′"},
            {"f''(x)", "f′′(x)"},
            {"90^\\circ", "90°"},
            {"\\alpha + \\beta", "α + β"},
            {"\\Gamma\\Delta", "ΓΔ"},
            {"\\pi r^2", "πr²"},
            {"\\frac{a}{b}", "a⁄b"},
            {"\\frac{a+1}{b-1}", "(a+1)⁄(b−1)"},
            {"\\frac12", "1⁄2"},
            {"\\dfrac{dy}{dx}", "dy⁄dx"},
            {"\\frac{\\partial f}{\\partial x}", "∂f⁄∂x"},
            {"\\frac{1}{\\sqrt{x}}", "1⁄√x"},
            {"\\frac{\\frac{a}{b}}{c}", "(a⁄b)⁄c"},
            {"2\\frac{1}{2}", "2 1⁄2"},
            {"\\frac{f(x+1)}{2}", "f(x+1)⁄2"},
            {"\\sqrt{2}", "√2"},
            {"\\sqrt{x+1}", "√(x+1)"},
            {"\\sqrt[3]{x}", "³√x"},
            {"\\sqrt[n]{x}", "ⁿ√x"},
            {"\\sum_{i=1}^{n} i", "∑ᵢ₌₁ⁿ i"},
            {"\\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ"},
            {"\\prod_{k=0}^{m} k", "∏ₖ₌₀ᵐ k"},
            {"\\int_0^1 x\\,dx", "∫₀¹ x dx"},
            {"\\int_0^\\infty e^{-x} dx", "∫₀^∞ e⁻ˣ dx"},
            {"\\lim_{x \\to 0} f(x)", "lim_(x→0) f(x)"},
            {"\\sin x", "sin x"},
            {"\\sin(x)", "sin(x)"},
            {"\\sin^2 x + \\cos^2 x = 1", "sin² x + cos² x = 1"},
            {"2\\sin\\theta", "2 sin θ"},
            {"\\log_2 n", "log₂ n"},
            {"\\max(a, b)", "max(a, b)"},
            {"a \\leq b", "a ≤ b"},
            {"a\\leq b", "a ≤ b"},
            {"a \\neq b", "a ≠ b"},
            {"x \\in \\mathbb{R}", "x ∈ ℝ"},
            {"\\mathbb{N} \\subset \\mathbb{Z}", "ℕ ⊂ ℤ"},
            {"\\mathbb{E}[X]", "𝔼[X]"},
            {"\\mathcal{L}", "ℒ"},
            {"\\mathcal{O}(n)", "O(n)"},
            {"\\mathbf{v}", "v"},
            {"\\mathrm{d}x", "dx"},
            {"\\operatorname{rank} A", "rank A"},
            {"\\operatorname*{argmax}_x", "argmaxₓ"},
            {"\\text{if } x > 0", "if x > 0"},
            {"\\text{speed} = v", "speed = v"},
            {"a \\times b", "a × b"},
            {"2\\times3", "2 × 3"},
            {"a \\cdot b", "a · b"},
            {"a \\pm b", "a ± b"},
            {"a \\to b", "a → b"},
            {"A \\Rightarrow B", "A ⇒ B"},
            {"x \\mapsto x^2", "x ↦ x²"},
            {"A \\cup B", "A ∪ B"},
            {"p \\land q", "p ∧ q"},
            {"\\neg p", "¬p"},
            {"\\forall x \\exists y", "∀x ∃y"},
            {"\\nabla f", "∇f"},
            {"\\partial_t u", "∂ₜ u"},
            {"\\left( \\frac{a}{b} \\right)", "( a⁄b )"},
            {"\\left. x \\right|_{0}", "x |₀"},
            {"\\bigl[ x \\bigr]", "[ x ]"},
            {"\\{1, 2\\}", "{1, 2}"},
            {"\\|x\\|", "‖x‖"},
            {"|x|", "|x|"},
            {"\\hat{x}", "x̂"},
            {"\\bar x", "x̄"},
            {"\\vec{v}", "v⃗"},
            {"\\dot{x}", "ẋ"},
            {"\\tilde{x}", "x̃"},
            {"\\overline{ab}", "a̅b̅"},
            {"\\hat{xy}", "hat(xy)"},
            {"\\binom{n}{k}", "C(n, k)"},
            {"a \\equiv b \\pmod{n}", "a ≡ b (mod n)"},
            {"a \\bmod b", "a mod b"},
            {"\\boxed{42}", "42"},
            {"\\underbrace{a+b}_{c}", "a+b_c"},
            {"\\overset{!}{=}", "=^!"},
            {"\\xrightarrow{f}", "—f→"},
            {"\\not= x", "≠ x"},
            {"\\color{red} x", "x"},
            {"\\textcolor{red}{x}", "x"},
            {"x \\tag{1}", "x (1)"},
            {"\\displaystyle x", "x"},
            {"100\\%", "100%"},
            {"5\\$", "5$"},
            {"a\\_b", "a_b"},
            {"a \\quad b", "a b"},
            {"a~b", "a b"},
            {"\\foo", "\\foo"},
            {"\\foo{x}", "\\foox"},
            {"\\foo x", "\\foo x"},
            {"x - y", "x − y"},
            {"H_2O", "H₂O"},
            {"\\ce{H2O}", "\\ceH2O"},
            {"a \\\\ b", "a\nb"},
            {"E = mc^2", "E = mc²"},
            {"x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}", "x = (−b ± √(b² − 4ac))⁄2a"},
            {"\\begin{cases} x & x > 0 \\\\ -x & x \\le 0 \\end{cases}", "⎧ x  x > 0\n⎩ −x  x ≤ 0"},
            {"\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "⎛ 1  2 ⎞\n⎝ 3  4 ⎠"},
            {"\\begin{bmatrix} 1 \\\\ 2 \\\\ 3 \\end{bmatrix}", "⎡ 1 ⎤\n⎢ 2 ⎥\n⎣ 3 ⎦"},
            {"A = \\begin{vmatrix} a & b \\end{vmatrix}", "A = | a  b |"},
            {"f = \\begin{cases} 1 \\\\ 0 \\end{cases}", "f =\n⎧ 1\n⎩ 0"},
            {"\\begin{align} a &= b \\\\ &= c \\end{align}", "a = b\n= c"},
            {"\\begin{aligned} x &= 1 \\\\[2pt] y &= 2 \\\\ \\end{aligned}", "x = 1\ny = 2"},
            {"\\begin{array}{cc} a & b \\end{array}", "a  b"},
            {"{", ""},
            {"}", ""},
            {"x}y", "xy"},
            {"\\frac{", "⁄"},
            {"x^", "x^"},
            {"\\", "\\"},
            {"\\begin{matrix} a", "a"},
        };
        for (const Case& c : cases)
            QTest::newRow(c.tex) << QString::fromUtf8(c.text);
    }

    void formulasReadAsText()
    {
        QFETCH(QString, text);

        QCOMPARE(latexToText(QString::fromUtf8(QTest::currentDataTag()), LatexRows::OnLines), text);
    }

    void rowsInOneLineAreSeparated()
    {
        const QString matrix = u"\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}"_s;

        QCOMPARE(latexToText(matrix, LatexRows::InOneLine), u"(1 2; 3 4)"_s);
        QCOMPARE(latexToText(u"a \\\\ b"_s, LatexRows::InOneLine), u"a; b"_s);
    }

    void nestingWithoutEndStaysInProportion_data()
    {
        QTest::addColumn<QString>("unit");
        for (const char* unit : {"{", "\\frac{", "\\frac{1}{", "x^{", "\\sqrt", "\\overline{x", "\\begin{matrix}", "\\left(",
                 "\\hat{", "}", "\\", "^", "&", "\\text{", "\\begin{", "\\sqrt["})
            QTest::newRow(unit) << QString::fromLatin1(unit);
    }

    void nestingWithoutEndStaysInProportion()
    {
        QFETCH(QString, unit);
        const QString tex = unit.repeated(4000 / unit.size());

        const QString text = latexToText(tex, LatexRows::OnLines);

        QVERIFY2(text.size() <= 16 * tex.size(), qPrintable(QString::number(text.size())));
    }
};

QTEST_APPLESS_MAIN(TestLatexText)

#include "tst_latextext.moc"

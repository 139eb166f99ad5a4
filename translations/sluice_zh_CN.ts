<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AbilityWords</name>
    <message>
        <source>Last-Event-ID</source>
        <translation>Last-Event-ID</translation>
    </message>
    <message>
        <source>stream offset</source>
        <translation>流偏移量</translation>
    </message>
    <message>
        <source>background response</source>
        <translation>后台响应</translation>
    </message>
    <message>
        <source>How a broken-off answer goes on here shows with the first answers.</source>
        <translation>此端点如何续传中断的回答，要等收到最初几个回答后才知道。</translation>
    </message>
    <message>
        <source>the server replays it (%1)</source>
        <translation>服务器会重放它（%1）</translation>
    </message>
    <message>
        <source>the model continues it (paid again)</source>
        <translation>模型会继续写（再次计费）</translation>
    </message>
    <message>
        <source>the model is asked to go on (paid again)</source>
        <translation>会请模型继续写（再次计费）</translation>
    </message>
    <message>
        <source>it is asked for again (paid again)</source>
        <translation>会重新提问（再次计费）</translation>
    </message>
    <message>
        <source>If an answer breaks off, %1.</source>
        <translation>如果回答中断，%1。</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>，或者</translation>
    </message>
</context>
<context>
    <name>AnswerStrip</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Waited %1 for the first text.</source>
        <translation>等待首段文本用了 %1。</translation>
    </message>
    <message>
        <source>Stalled once: the network was quiet.</source>
        <translation>停顿一次：网络静默。</translation>
    </message>
    <message numerus="yes">
        <source>Stalled %n times: the network was quiet.</source>
        <translation>
            <numerusform>停顿 %n 次：网络静默。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stalled once: held back by Sluice.</source>
        <translation>停顿一次：被 Sluice 滞留。</translation>
    </message>
    <message numerus="yes">
        <source>Stalled %n times: held back by Sluice.</source>
        <translation>
            <numerusform>停顿 %n 次：被 Sluice 滞留。</numerusform>
        </translation>
    </message>
    <message>
        <source>Asked again once.</source>
        <translation>重新请求一次。</translation>
    </message>
    <message numerus="yes">
        <source>Asked again %n times.</source>
        <translation>
            <numerusform>重新请求 %n 次。</numerusform>
        </translation>
    </message>
    <message>
        <source>Click to see how it came.</source>
        <translation>点击查看它是如何到达的。</translation>
    </message>
</context>
<context>
    <name>Attachments</name>
    <message>
        <source>“%1” cannot be attached: only text files and PNG, JPEG, WebP and GIF images can.</source>
        <translation>无法附加“%1”：只能附加文本文件以及 PNG、JPEG、WebP 和 GIF 图片。</translation>
    </message>
    <message>
        <source>“%1” is empty, so there is nothing to attach.</source>
        <translation>“%1”是空的，没有可附加的内容。</translation>
    </message>
    <message>
        <source>“%1” is too long: a text file may have %2 MB.</source>
        <translation>“%1”太长：文本文件最大 %2 MB。</translation>
    </message>
    <message>
        <source>“%1” is too large to attach: text files may have %2 MB, images %3 MB.</source>
        <translation>“%1”太大，无法附加：文本文件最大 %2 MB，图片最大 %3 MB。</translation>
    </message>
    <message>
        <source>“%1” has too many pixels: an image may have %2 megapixels.</source>
        <translation>“%1”像素过多：图片最多 %2 百万像素。</translation>
    </message>
    <message>
        <source>“%1” cannot be attached: the image is damaged.</source>
        <translation>无法附加“%1”：图片已损坏。</translation>
    </message>
    <message>
        <source>“%1” was not attached: a message takes %2 files at most.</source>
        <translation>“%1”未附加：一条消息最多带 %2 个文件。</translation>
    </message>
    <message>
        <source>“%1” was not attached: the files of a message may have %2 MB together.</source>
        <translation>“%1”未附加：一条消息的文件合计最大 %2 MB。</translation>
    </message>
    <message>
        <source>“%1” is not a file, so it cannot be attached.</source>
        <translation>“%1”不是文件，无法附加。</translation>
    </message>
    <message>
        <source>“%1” cannot be read: it is not there any more, or not yours to read.</source>
        <translation>无法读取“%1”：它已不存在，或您没有读取权限。</translation>
    </message>
    <message>
        <source>“%1” takes no images: take them away, or choose another endpoint.</source>
        <translation>“%1”不接受图片：请移除图片，或选择其他端点。</translation>
    </message>
    <message>
        <source>image %1</source>
        <translation>图片 %1</translation>
    </message>
    <message>
        <source>file %1</source>
        <translation>文件 %1</translation>
    </message>
</context>
<context>
    <name>BaseUrl</name>
    <message>
        <source>Enter the address of the server.</source>
        <translation>请输入服务器地址。</translation>
    </message>
    <message>
        <source>The address must begin with http:// or https://.</source>
        <translation>地址必须以 http:// 或 https:// 开头。</translation>
    </message>
    <message>
        <source>This is not a valid address.</source>
        <translation>这不是有效的地址。</translation>
    </message>
    <message>
        <source>Leave user name and password out of the address; the key has its own field.</source>
        <translation>地址中不要包含用户名和密码；密钥有单独的输入框。</translation>
    </message>
    <message>
        <source>Leave out everything from ? or # on.</source>
        <translation>请去掉 ? 或 # 及其后的所有内容。</translation>
    </message>
    <message>
        <source>The key will travel unencrypted over http.</source>
        <translation>密钥将通过 http 不加密传输。</translation>
    </message>
    <message>
        <source>Most servers want /v1 at the end of it.</source>
        <translation>大多数服务器要求地址以 /v1 结尾。</translation>
    </message>
</context>
<context>
    <name>CertificateWords</name>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>It cannot be read: %1.</source>
        <translation>无法读取：%1。</translation>
    </message>
    <message>
        <source>It is larger than 4 MiB.</source>
        <translation>它大于 4 MiB。</translation>
    </message>
    <message>
        <source>It holds no certificate in PEM form.</source>
        <translation>其中没有 PEM 格式的证书。</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>CountWords</name>
    <message>
        <source>1 conversation</source>
        <translation>1 个对话</translation>
    </message>
    <message>
        <source>%1 conversations</source>
        <translation>%1 个对话</translation>
    </message>
</context>
<context>
    <name>CrashOffer</name>
    <message>
        <source>No program was found that shows it. The report is %1</source>
        <translation>找不到可以打开它的程序。报告位于 %1</translation>
    </message>
    <message>
        <source>Sluice ended unexpectedly the last time. A report is on this computer, without anything from your conversations; it is sent nowhere.</source>
        <translation>Sluice 上次意外退出。本机上有一份报告，不含您对话中的任何内容，也不会发送到任何地方。</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>显示…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>DesktopSection</name>
    <message>
        <source>Desktop</source>
        <translation>桌面</translation>
    </message>
    <message>
        <source>Notify when a long answer ends</source>
        <translation>长回答结束时通知</translation>
    </message>
    <message>
        <source>Stay in the tray when closed</source>
        <translation>关闭后留在系统托盘</translation>
    </message>
    <message>
        <source>A notification says the title of the conversation, and nothing of what was written in it.</source>
        <translation>通知只显示对话标题，不显示对话内容。</translation>
    </message>
    <message>
        <source>A notification says the title of the conversation, and nothing of what was written in it. This desktop has no tray now: closing the window ends Sluice.</source>
        <translation>通知只显示对话标题，不显示对话内容。此桌面目前没有系统托盘：关闭窗口就会退出 Sluice。</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>The output cannot be written: %1.</source>
        <translation>无法写入输出：%1。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be written: %2.</source>
        <translation>无法写入“%1”：%2。</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <source>it is no ordinary file</source>
        <translation>它不是普通文件</translation>
    </message>
    <message>
        <source>The server ended the stream without saying that the answer is complete.</source>
        <translation>服务器结束了流，但没有说明回答已完整。</translation>
    </message>
    <message>
        <source>The connection closed before the answer was complete.</source>
        <translation>回答完整之前连接就关闭了。</translation>
    </message>
    <message>
        <source>The server does not know this address or model</source>
        <translation>服务器上没有此地址或模型</translation>
    </message>
    <message>
        <source>The server denied access</source>
        <translation>服务器拒绝访问</translation>
    </message>
    <message>
        <source>The server did not accept the API key</source>
        <translation>服务器不接受该 API 密钥</translation>
    </message>
    <message>
        <source>The server limits how much may be asked</source>
        <translation>服务器限制了请求量</translation>
    </message>
    <message>
        <source>The server is overloaded</source>
        <translation>服务器过载</translation>
    </message>
    <message>
        <source>The server failed</source>
        <translation>服务器出错</translation>
    </message>
    <message>
        <source>The server ran out of time</source>
        <translation>服务器超时</translation>
    </message>
    <message>
        <source>The server refused the request</source>
        <translation>服务器拒绝了请求</translation>
    </message>
    <message>
        <source>The answer was too large</source>
        <translation>回答太大</translation>
    </message>
    <message>
        <source>The answer was stopped on the server</source>
        <translation>回答在服务器上被停止</translation>
    </message>
    <message>
        <source>The server lost the connection to the model behind it</source>
        <translation>服务器与其后端模型失去了连接</translation>
    </message>
    <message>
        <source>The server could not read or write its data</source>
        <translation>服务器无法读写其数据</translation>
    </message>
    <message>
        <source>check the key of this endpoint</source>
        <translation>请检查此端点的密钥</translation>
    </message>
    <message>
        <source>try again in a while</source>
        <translation>请稍后再试</translation>
    </message>
    <message>
        <source>check the base URL and the model of this endpoint</source>
        <translation>请检查此端点的 Base URL 和模型</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>what happened, and what was said or can be done</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>a sentence</comment>
        <translation>%1。</translation>
    </message>
    <message>
        <source>it answered with a web page; check that the base URL is that of an API</source>
        <translation>它返回了一个网页；请检查 Base URL 是否为 API 地址</translation>
    </message>
    <message>
        <source>The images may be too large for this server: edit the message and take some away.</source>
        <translation>图片对此服务器来说可能太大：请编辑消息，移除一些图片。</translation>
    </message>
    <message>
        <source>Choose a model that takes images, or edit the message and take the images away.</source>
        <translation>请选择接受图片的模型，或编辑消息并移除图片。</translation>
    </message>
    <message>
        <source>Perhaps this model takes no images: choose another one, or edit the message and take the images away.</source>
        <translation>此模型可能不接受图片：请选择其他模型，或编辑消息并移除图片。</translation>
    </message>
    <message>
        <source>The server&apos;s answer is too large to be read in one piece.</source>
        <translation>服务器的回答太大，无法一次读取。</translation>
    </message>
    <message>
        <source>The server&apos;s answer is not valid JSON.</source>
        <translation>服务器的回答不是有效的 JSON。</translation>
    </message>
    <message>
        <source>Event %1 (&quot;%2&quot;) of the server&apos;s answer is too large to be read.</source>
        <translation>服务器回答中的事件 %1（“%2”）太大，无法读取。</translation>
    </message>
    <message>
        <source>Event %1 (&quot;%2&quot;) of the server&apos;s answer is not valid JSON.</source>
        <translation>服务器回答中的事件 %1（“%2”）不是有效的 JSON。</translation>
    </message>
    <message>
        <source>Event %1 (&quot;done&quot;) of the server&apos;s answer is not a JSON object.</source>
        <translation>服务器回答中的事件 %1（“done”）不是 JSON 对象。</translation>
    </message>
    <message>
        <source>The server answered with JSON where a Sluice gateway sends events: check the base URL of this endpoint.</source>
        <translation>服务器返回了 JSON，而 Sluice 网关应发送事件：请检查此端点的 Base URL。</translation>
    </message>
    <message>
        <source>The server&apos;s model list is not valid JSON.</source>
        <translation>服务器的模型列表不是有效的 JSON。</translation>
    </message>
    <message>
        <source>The server&apos;s answer holds no list of models.</source>
        <translation>服务器的回答中没有模型列表。</translation>
    </message>
    <message>
        <source>The server sent a tool call with an oversized name.</source>
        <translation>服务器发送的工具调用名称过长。</translation>
    </message>
    <message>
        <source>The server sent too many tool calls in one answer.</source>
        <translation>服务器在一个回答中发送了过多的工具调用。</translation>
    </message>
    <message>
        <source>The answer is larger than %1 bytes.</source>
        <translation>回答大于 %1 字节。</translation>
    </message>
    <message>
        <source>The server&apos;s answer is neither a stream of events nor JSON: check the base URL.</source>
        <translation>服务器的回答既不是事件流，也不是 JSON：请检查 Base URL。</translation>
    </message>
    <message>
        <source>The JSON answer is larger than %1 bytes.</source>
        <translation>JSON 回答大于 %1 字节。</translation>
    </message>
    <message>
        <source>The server sent an empty answer: check the base URL.</source>
        <translation>服务器发送了空的回答：请检查 Base URL。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>The server goes on with its answer in another coding.</source>
        <translation>服务器以另一种编码继续其回答。</translation>
    </message>
    <message>
        <source>The server has added nothing to its answer for %1 minutes.</source>
        <translation>服务器已有 %1 分钟没有为回答添加任何内容。</translation>
    </message>
    <message>
        <source>The certificate file &apos;%1&apos; is not there.</source>
        <translation>证书文件“%1”不存在。</translation>
    </message>
    <message>
        <source>The certificate file &apos;%1&apos; cannot be read: %2.</source>
        <translation>无法读取证书文件“%1”：%2。</translation>
    </message>
    <message>
        <source>The certificate file &apos;%1&apos; is larger than 4 MiB.</source>
        <translation>证书文件“%1”大于 4 MiB。</translation>
    </message>
    <message>
        <source>The certificate file &apos;%1&apos; holds no certificate in PEM form.</source>
        <translation>证书文件“%1”中没有 PEM 格式的证书。</translation>
    </message>
    <message>
        <source>The file cannot be read: %1.</source>
        <translation>无法读取文件：%1。</translation>
    </message>
    <message>
        <source>%1 did not answer within %2 s.</source>
        <translation>%1 在 %2 s 内没有回答。</translation>
    </message>
    <message>
        <source>The server redirects in circles.</source>
        <translation>服务器循环重定向。</translation>
    </message>
    <message>
        <source>The list of models is too long.</source>
        <translation>模型列表太长。</translation>
    </message>
    <message>
        <source>There is no provider named &quot;%1&quot;.</source>
        <translation>没有名为“%1”的提供方。</translation>
    </message>
    <message>
        <source>The server answered with no content.</source>
        <translation>服务器的回答没有内容。</translation>
    </message>
    <message>
        <source>The server answered with a web page, not with a stream: check the base URL.</source>
        <translation>服务器返回的是网页，不是流：请检查 Base URL。</translation>
    </message>
    <message>
        <source>The server answered with %1, not with a stream: check the base URL.</source>
        <translation>服务器返回的是 %1，不是流：请检查 Base URL。</translation>
    </message>
    <message>
        <source>The server compressed its answer in a way that was not asked for.</source>
        <translation>服务器以未请求的方式压缩了回答。</translation>
    </message>
    <message>
        <source>The server redirects to nowhere.</source>
        <translation>服务器的重定向没有目标。</translation>
    </message>
    <message>
        <source>The server redirects to %1: set the base URL to where it really is.</source>
        <translation>服务器重定向到 %1：请将 Base URL 设为其实际地址。</translation>
    </message>
    <message>
        <source>The connection to %1 was lost while this computer slept or changed its network.</source>
        <translation>计算机休眠或切换网络时，与 %1 的连接中断。</translation>
    </message>
    <message>
        <source>Nothing came from %1 for %2 s.</source>
        <translation>%2 s 内没有收到来自 %1 的任何数据。</translation>
    </message>
    <message>
        <source>No connection to %1 within %2 s.</source>
        <translation>%2 s 内未能连接到 %1。</translation>
    </message>
    <message>
        <source>%1 did not begin to answer within %2 s.</source>
        <translation>%1 在 %2 s 内没有开始回答。</translation>
    </message>
    <message>
        <source>A conversation in the file is not valid JSON.</source>
        <translation>文件中有一个对话不是有效的 JSON。</translation>
    </message>
    <message>
        <source>The file holds something else than conversations of Sluice, ChatGPT or Open WebUI.</source>
        <translation>文件中的内容不是 Sluice、ChatGPT 或 Open WebUI 的对话。</translation>
    </message>
    <message>
        <source>The file is not a list of conversations in JSON.</source>
        <translation>文件不是 JSON 格式的对话列表。</translation>
    </message>
    <message>
        <source>Something else stands in the file behind the conversations.</source>
        <translation>文件中的对话之后还有其他内容。</translation>
    </message>
    <message>
        <source>A conversation in the file is larger than 512 MiB.</source>
        <translation>文件中有一个对话大于 512 MiB。</translation>
    </message>
    <message>
        <source>The file ends inside a conversation.</source>
        <translation>文件在对话中途结束。</translation>
    </message>
    <message>
        <source>The file ends too early.</source>
        <translation>文件过早结束。</translation>
    </message>
    <message>
        <source>The file cannot be written: %1.</source>
        <translation>无法写入文件：%1。</translation>
    </message>
    <message>
        <source>The file was written by a newer version of Sluice.</source>
        <translation>此文件由更新版本的 Sluice 写入。</translation>
    </message>
    <message>
        <source>A conversation in the file is damaged.</source>
        <translation>文件中有一个对话已损坏。</translation>
    </message>
    <message>
        <source>The only stream is busy: stop it, or try again when it has ended.</source>
        <translation>唯一的流正忙：请停止它，或等它结束后再试。</translation>
    </message>
    <message>
        <source>All %1 streams are busy: stop one, or try again when one has ended.</source>
        <translation>全部 %1 个流都在忙：请停止一个，或等其中一个结束后再试。</translation>
    </message>
    <message>
        <source>The address is not a valid URL.</source>
        <translation>地址不是有效的 URL。</translation>
    </message>
    <message>
        <source>The address must begin with http:// or https://.</source>
        <translation>地址必须以 http:// 或 https:// 开头。</translation>
    </message>
    <message>
        <source>The address names no host.</source>
        <translation>地址中没有主机。</translation>
    </message>
    <message>
        <source>A request header (perhaps the key) contains a line break.</source>
        <translation>某个请求标头（可能是密钥）包含换行符。</translation>
    </message>
    <message>
        <source>The server sent no answer.</source>
        <translation>服务器没有发送回答。</translation>
    </message>
    <message>
        <source>%1 closed the connection before the answer was complete.</source>
        <translation>回答完整之前 %1 关闭了连接。</translation>
    </message>
    <message>
        <source>%1 refused the connection: is the server running?</source>
        <translation>%1 拒绝了连接：服务器在运行吗？</translation>
    </message>
    <message>
        <source>There is no host named %1.</source>
        <translation>没有名为 %1 的主机。</translation>
    </message>
    <message>
        <source>%1 closed the connection without an answer.</source>
        <translation>%1 没有回答就关闭了连接。</translation>
    </message>
    <message>
        <source>No secure connection to %1: %2</source>
        <translation>无法与 %1 建立安全连接：%2</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 没有及时回答。</translation>
    </message>
    <message>
        <source>%1 does not answer in HTTP.</source>
        <translation>%1 没有以 HTTP 回答。</translation>
    </message>
    <message>
        <source>The connection to %1 failed: %2</source>
        <translation>与 %1 的连接失败：%2</translation>
    </message>
    <message>
        <source>This version knows no provider &apos;%1&apos;, which the recording is of.</source>
        <translation>此版本不支持录制文件所用的提供方“%1”。</translation>
    </message>
    <message>
        <source>The recording holds no text.</source>
        <translation>录制文件中没有文本。</translation>
    </message>
    <message>
        <source>The recording is cut off: what it holds ends after %1 bytes.</source>
        <translation>录制文件不完整：内容在 %1 字节之后结束。</translation>
    </message>
    <message>
        <source>The recording is damaged from byte %1 on.</source>
        <translation>录制文件从第 %1 字节起已损坏。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be read: %2.</source>
        <translation>无法读取“%1”：%2。</translation>
    </message>
    <message>
        <source>The recording has a format that this version of Sluice does not know.</source>
        <translation>此版本的 Sluice 不支持该录制文件的格式。</translation>
    </message>
    <message>
        <source>This is no Sluice recording.</source>
        <translation>这不是 Sluice 录制文件。</translation>
    </message>
    <message>
        <source>The recording is larger than %1 MiB; the rest is left out.</source>
        <translation>录制文件大于 %1 MiB；其余部分已省略。</translation>
    </message>
    <message>
        <source>The recording does not say what it holds: it was cut off or damaged.</source>
        <translation>录制文件没有说明其内容：它不完整或已损坏。</translation>
    </message>
    <message>
        <source>The recording was not completed: it has no end.</source>
        <translation>录制文件未完成：它没有结尾。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is there and is no recording: it is not replaced.</source>
        <translation>“%1”已存在且不是录制文件，不会被替换。</translation>
    </message>
    <message>
        <source>The recording in &apos;%1&apos; is cut off: the answer is too large, or came faster than the disk takes it.</source>
        <translation>录制文件“%1”不完整：回答太大，或到达速度超过了磁盘写入速度。</translation>
    </message>
    <message>
        <source>The recording holds no request.</source>
        <translation>录制文件中没有请求。</translation>
    </message>
    <message>
        <source>Cannot listen on %1:%2: %3</source>
        <translation>无法监听 %1:%2：%3</translation>
    </message>
    <message>
        <source>The server sent damaged gzip data</source>
        <translation>服务器发送了损坏的 gzip 数据</translation>
    </message>
    <message>
        <source>The compressed answer was cut short</source>
        <translation>压缩的回答不完整</translation>
    </message>
    <message>
        <source>The compressed answer unpacks to more than the limit</source>
        <translation>压缩的回答解压后超出限制</translation>
    </message>
    <message>
        <source>Not enough memory to unpack the answer</source>
        <translation>内存不足，无法解压回答</translation>
    </message>
    <message>
        <source>The server sent an event larger than the limit of %1 bytes</source>
        <translation>服务器发送的事件超出 %1 字节的限制</translation>
    </message>
    <message>
        <source>No connection to %1: %2.</source>
        <translation>无法连接到 %1：%2。</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>对方关闭了连接</translation>
    </message>
    <message>
        <source>No secure connection to %1: %2.</source>
        <translation>无法与 %1 建立安全连接：%2。</translation>
    </message>
    <message>
        <source>%1 wants TLS, which is not set up: give its https address.</source>
        <translation>%1 要求 TLS，但尚未设置：请填写其 https 地址。</translation>
    </message>
    <message>
        <source>The header of the server&apos;s answer is too large.</source>
        <translation>服务器回答的标头太大。</translation>
    </message>
    <message>
        <source>The server does not answer in HTTP: %1.</source>
        <translation>服务器没有以 HTTP 回答：%1。</translation>
    </message>
    <message>
        <source>There is no TLS on this system.</source>
        <translation>此系统不支持 TLS。</translation>
    </message>
    <message>
        <source>%1 holds no certificates in PEM format.</source>
        <translation>%1 中没有 PEM 格式的证书。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be written now.</source>
        <translation>现在无法写入“%1”。</translation>
    </message>
</context>
<context>
    <name>FaultedEndpoint</name>
    <message>
        <source>The address of this endpoint is neither http nor https.</source>
        <translation>此端点的地址既不是 http 也不是 https。</translation>
    </message>
    <message>
        <source>This endpoint is reached through a proxy, and faults need a direct way.</source>
        <translation>此端点通过代理访问，而注入故障需要直接连接。</translation>
    </message>
</context>
<context>
    <name>HistoryDatabase</name>
    <message>
        <source>The conversation was changed or repaired while it was copied: copy it again.</source>
        <translation>复制时对话被更改或修复：请重新复制。</translation>
    </message>
    <message>
        <source>There is a conversation with this name already.</source>
        <translation>已有同名的对话。</translation>
    </message>
    <message>
        <source>This conversation is not there any more.</source>
        <translation>此对话已不存在。</translation>
    </message>
    <message>
        <source>Recovered conversation</source>
        <translation>恢复的对话</translation>
    </message>
    <message>
        <source>More is attached than a message may take along.</source>
        <translation>附件超出了一条消息可携带的数量。</translation>
    </message>
    <message>
        <source>This message was lost when the conversations were damaged.</source>
        <translation>对话损坏时此消息已丢失。</translation>
    </message>
    <message>
        <source>The saved conversations were damaged and nothing could be read; the file was set aside as %1.</source>
        <translation>已保存的对话已损坏，无法读取任何内容；该文件已另存为 %1。</translation>
    </message>
    <message>
        <source>The saved conversations were damaged: %1 and %2 were recovered, and the old file was set aside as %3.</source>
        <translation>已保存的对话已损坏：恢复了 %1和 %2，原文件已另存为 %3。</translation>
    </message>
    <message>
        <source>The saved conversations were damaged: %1 and %2 were recovered, what took too long to read is still in the old file, which was set aside as %3.</source>
        <translation>已保存的对话已损坏：恢复了 %1和 %2；读取耗时过长的内容仍在原文件中，原文件已另存为 %3。</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n 个对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Image</name>
    <message>
        <source>The image is larger than %1 MB.</source>
        <translation>图片大于 %1 MB。</translation>
    </message>
    <message>
        <source>The image is of a kind that cannot be shown.</source>
        <translation>无法显示此类图片。</translation>
    </message>
    <message>
        <source>The image is damaged.</source>
        <translation>图片已损坏。</translation>
    </message>
    <message>
        <source>The image has more than %1 megapixels.</source>
        <translation>图片超过 %1 百万像素。</translation>
    </message>
</context>
<context>
    <name>Joined</name>
    <message>
        <source>%1 %2</source>
        <comment>two sentences</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the things of a list</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>; </source>
        <comment>between statements</comment>
        <translation>；</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>words and a remark on them</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>LabPages</name>
    <message>
        <source>Load test</source>
        <translation>负载测试</translation>
    </message>
    <message>
        <source>Strategies</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Scorecard</source>
        <translation>评分表</translation>
    </message>
    <message>
        <source>Resilience</source>
        <translation>韧性</translation>
    </message>
</context>
<context>
    <name>LoadReport</name>
    <message>
        <source>The generator was the bottleneck: its thread used %1 % of a core. Use a lower load, or several processes.</source>
        <translation>客户端是瓶颈：其线程用了一个核心的 %1 %。请降低负载，或使用多个进程。</translation>
    </message>
    <message>
        <source>The generator was late: its event loop by %1 ms (p99), which is in the figures. Something else used this machine, or the load is too high for it.</source>
        <translation>客户端的事件循环延迟了 %1 ms（p99），已计入数据。可能有其他程序占用了本机，或负载对本机过高。</translation>
    </message>
    <message>
        <source>The generator was late: requests were sent up to %1 ms (p99) after they were due. The latencies count from when they were due.</source>
        <translation>客户端发送请求比预定时间最多晚 %1 ms（p99）。延迟从预定时间算起。</translation>
    </message>
</context>
<context>
    <name>LoadReportPage</name>
    <message>
        <source>As a table</source>
        <translation>以表格显示</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>from, ms</source>
        <translation>从，ms</translation>
    </message>
    <message>
        <source>to, ms</source>
        <translation>到，ms</translation>
    </message>
    <message>
        <source>percentile</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Load test</source>
        <translation>负载测试</translation>
    </message>
    <message>
        <source>Benchmark</source>
        <translation>基准测试</translation>
    </message>
    <message>
        <source>closed loop, %1 at once</source>
        <translation>闭环，%1 个并发</translation>
    </message>
    <message>
        <source>open loop, %1 requests/s (Poisson)</source>
        <translation>开环，每秒 %1 个请求（泊松）</translation>
    </message>
    <message>
        <source>open loop, %1 requests/s (constant)</source>
        <translation>开环，每秒 %1 个请求（均匀间隔）</translation>
    </message>
    <message>
        <source>Kind of test</source>
        <translation>测试类型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒数</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Complete answers</source>
        <translation>完整的回答</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Error rate, %</source>
        <translation>错误率，%</translation>
    </message>
    <message>
        <source>To warm up, not counted</source>
        <translation>预热，不计入</translation>
    </message>
    <message>
        <source>Cut off at the end</source>
        <translation>结束时被截断</translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>请求/s</translation>
    </message>
    <message>
        <source>Good requests</source>
        <translation>有效请求</translation>
    </message>
    <message>
        <source>Goodput, requests/s</source>
        <translation>有效吞吐，请求/s</translation>
    </message>
    <message>
        <source>Tokens/s in all</source>
        <translation>总 token/s</translation>
    </message>
    <message>
        <source>Deltas/s in all</source>
        <translation>总增量/s</translation>
    </message>
    <message>
        <source>Tokens of a delta</source>
        <translation>每个增量的 token 数</translation>
    </message>
    <message>
        <source>Bytes on the wire</source>
        <translation>网络传输字节数</translation>
    </message>
    <message>
        <source>Bytes decoded</source>
        <translation>解码后字节数</translation>
    </message>
    <message>
        <source>Generator: sent late, p99, ms</source>
        <translation>客户端：发送延迟，p99，ms</translation>
    </message>
    <message>
        <source>Generator: its loop late, p99, ms</source>
        <translation>客户端：循环延迟，p99，ms</translation>
    </message>
    <message>
        <source>Generator: share of a core, %</source>
        <translation>客户端：占一个核心的比例，%</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>The first one</source>
        <translation>首个错误</translation>
    </message>
    <message>
        <source>figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均值</translation>
    </message>
    <message>
        <source>TPOT (deltas), ms</source>
        <translation>TPOT（增量），ms</translation>
    </message>
    <message>
        <source>a stream&apos;s tokens/s</source>
        <translation>单个流的 token/s</translation>
    </message>
    <message>
        <source>a stream&apos;s deltas/s</source>
        <translation>单个流的增量/s</translation>
    </message>
    <message>
        <source>new connection, ms</source>
        <translation>新建连接，ms</translation>
    </message>
    <message>
        <source>generator late, ms</source>
        <translation>客户端延迟，ms</translation>
    </message>
    <message>
        <source>Deltas a second</source>
        <translation>每秒增量数</translation>
    </message>
    <message>
        <source>Requests in flight</source>
        <translation>进行中的请求</translation>
    </message>
    <message>
        <source>Complete answers a second</source>
        <translation>每秒完整的回答</translation>
    </message>
    <message>
        <source>Failed requests a second</source>
        <translation>每秒失败的请求</translation>
    </message>
    <message>
        <source>en</source>
        <comment>the language of the page, as HTML names it</comment>
        <translation>zh-CN</translation>
    </message>
    <message>
        <source>It was stopped before its end.</source>
        <translation>它在结束前被停止。</translation>
    </message>
    <message>
        <source>Percentiles</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>TTFT by percentile, ms</source>
        <translation>TTFT 的百分位，ms</translation>
    </message>
    <message>
        <source>ITL by percentile, ms</source>
        <translation>ITL 的百分位，ms</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>随时间变化</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Requests by TTFT</source>
        <translation>按 TTFT 统计的请求</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Gaps by ITL</source>
        <translation>按 ITL 统计的间隔</translation>
    </message>
    <message>
        <source>gaps</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Answers by E2E</source>
        <translation>按 E2E 统计的回答</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>LoadWords</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>error rate</source>
        <translation>错误率</translation>
    </message>
    <message>
        <source>good requests</source>
        <translation>有效请求</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>token 数</translation>
    </message>
    <message>
        <source>tokens of a stream, mean</source>
        <translation>每个流的 token 数，平均</translation>
    </message>
    <message>
        <source>TTFT mean</source>
        <translation>TTFT 平均</translation>
    </message>
    <message>
        <source>ITL mean</source>
        <translation>ITL 平均</translation>
    </message>
    <message>
        <source>TPOT mean</source>
        <translation>TPOT 平均</translation>
    </message>
    <message>
        <source>E2E mean</source>
        <translation>E2E 平均</translation>
    </message>
    <message>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>更差</translation>
    </message>
    <message>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>closed loop, 1 user</source>
        <translation>闭环，1 个用户</translation>
    </message>
    <message>
        <source>closed loop, %1 users</source>
        <translation>闭环，%1 个用户</translation>
    </message>
    <message>
        <source>open loop, %1 requests/s at random</source>
        <translation>开环，每秒 %1 个请求，随机</translation>
    </message>
    <message>
        <source>open loop, %1 requests/s evenly</source>
        <translation>开环，每秒 %1 个请求，均匀</translation>
    </message>
    <message>
        <source>Every request was due while the test warmed up, so there are no figures: answers take longer than the rest of the test.</source>
        <translation>所有请求的预定发送时间都在预热期内，因此没有数据：回答所需时间超过了测试的剩余时间。</translation>
    </message>
    <message>
        <source>The client was the bottleneck: its thread used %1 % of a core. Use a lower load.</source>
        <translation>客户端是瓶颈：其线程用了一个核心的 %1 %。请降低负载。</translation>
    </message>
    <message>
        <source>The client was late by %1 (p99), which is in the figures. Something else used this computer, or the load is too high for it.</source>
        <translation>客户端延迟了 %1（p99），已计入数据。可能有其他程序占用了本机，或负载对本机过高。</translation>
    </message>
    <message>
        <source>The client sent requests up to %1 (p99) after they were due. The latencies count from when they were due.</source>
        <translation>客户端发送请求比预定时间最多晚 %1（p99）。延迟从预定时间算起。</translation>
    </message>
    <message>
        <source>%1 s · %2 running · %3 complete · %4 failed</source>
        <translation>%1 s · 运行中 %2 · 完成 %3 · 失败 %4</translation>
    </message>
    <message>
        <source>TTFT, p50</source>
        <translation>TTFT，p50</translation>
    </message>
    <message>
        <source>ITL, p50</source>
        <translation>ITL，p50</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>token/s</translation>
    </message>
    <message>
        <source>deltas/s</source>
        <translation>增量/s</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>TTFT, ms</source>
        <translation>TTFT，ms</translation>
    </message>
    <message>
        <source>ITL, ms</source>
        <translation>ITL，ms</translation>
    </message>
    <message>
        <source>TPOT, ms</source>
        <translation>TPOT，ms</translation>
    </message>
    <message>
        <source>TPOT (deltas), ms</source>
        <translation>TPOT（增量），ms</translation>
    </message>
    <message>
        <source>E2E, ms</source>
        <translation>E2E，ms</translation>
    </message>
    <message>
        <source>A stream&apos;s tokens/s</source>
        <translation>单个流的 token/s</translation>
    </message>
    <message>
        <source>A stream&apos;s deltas/s</source>
        <translation>单个流的增量/s</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Complete answers</source>
        <translation>完整的回答</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>错误率</translation>
    </message>
    <message>
        <source>Cut off at the end</source>
        <translation>结束时被截断</translation>
    </message>
    <message>
        <source>To warm up, not counted</source>
        <translation>预热，不计入</translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>请求/s</translation>
    </message>
    <message>
        <source>Good requests</source>
        <translation>有效请求</translation>
    </message>
    <message>
        <source>Goodput, requests/s</source>
        <translation>有效吞吐，请求/s</translation>
    </message>
    <message>
        <source>Tokens/s in all</source>
        <translation>总 token/s</translation>
    </message>
    <message>
        <source>Deltas/s in all</source>
        <translation>总增量/s</translation>
    </message>
    <message>
        <source>Tokens of a delta</source>
        <translation>每个增量的 token 数</translation>
    </message>
    <message>
        <source>Bytes on the wire</source>
        <translation>网络传输字节数</translation>
    </message>
    <message>
        <source>Bytes decoded</source>
        <translation>解码后字节数</translation>
    </message>
    <message>
        <source>Client: sent late, p99</source>
        <translation>客户端：发送延迟，p99</translation>
    </message>
    <message>
        <source>Client: its loop late, p99</source>
        <translation>客户端：循环延迟，p99</translation>
    </message>
    <message>
        <source>Client: share of a core</source>
        <translation>客户端：占一个核心的比例</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a figure and its unit</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 complete, %2 failed</source>
        <translation>完成 %1，失败 %2</translation>
    </message>
    <message>
        <source>Stopped after %1: %2</source>
        <translation>在 %1 后停止：%2</translation>
    </message>
    <message>
        <source>Finished after %1: %2</source>
        <translation>在 %1 后结束：%2</translation>
    </message>
    <message>
        <source>Stopped after %1, of which %2 to warm up: %3</source>
        <translation>在 %1 后停止（其中预热 %2）：%3</translation>
    </message>
    <message>
        <source>Finished after %1, of which %2 to warm up: %3</source>
        <translation>在 %1 后结束（其中预热 %2）：%3</translation>
    </message>
</context>
<context>
    <name>Markdown</name>
    <message>
        <source>image</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>Thinking…</source>
        <translation>思考中…</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>加载中…</translation>
    </message>
    <message>
        <source>Waiting for the first token…</source>
        <translation>等待首个 token…</translation>
    </message>
    <message>
        <source>Finding the place to go on…</source>
        <translation>正在查找续接位置…</translation>
    </message>
</context>
<context>
    <name>MessageFooter</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 token/s</translation>
    </message>
    <message>
        <source>%1 deltas/s</source>
        <translation>%1 增量/s</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 token</translation>
    </message>
    <message>
        <source>%1 deltas</source>
        <translation>%1 个增量</translation>
    </message>
    <message>
        <source>cached</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>TTFT %1</source>
        <translation>TTFT %1</translation>
    </message>
    <message>
        <source>1 reconnect</source>
        <translation>重连 1 次</translation>
    </message>
    <message numerus="yes">
        <source>%n reconnects</source>
        <translation>
            <numerusform>重连 %n 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>For all endpoints but those with a proxy of their own, from the next connection on. What runs on this computer is never asked for through it.</source>
        <translation>用于所有没有单独设置代理的端点，从下一次连接起生效。本机上运行的服务从不通过它访问。</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Secure connections are checked against the system&apos;s certificates. A server with a certificate of its own is made trusted by a certificate file in its endpoint: Endpoints, Edit. A certificate that is wrong is never passed over.</source>
        <translation>安全连接依据系统证书检查。若服务器使用自己的证书，可在其端点中用证书文件设为信任：端点 → 编辑。错误的证书绝不会被忽略。</translation>
    </message>
</context>
<context>
    <name>PayAgainAction</name>
    <message>
        <source>Continue automatically when that is paid again</source>
        <translation>需再次计费时也自动继续</translation>
    </message>
    <message>
        <source>Where the server cannot replay a broken answer, Sluice asks it to go on at once, at the price of a new request, instead of waiting for Continue.</source>
        <translation>服务器无法重放中断的回答时，Sluice 会立即请它继续，代价是一次新的请求，而不等待点击“继续”。</translation>
    </message>
</context>
<context>
    <name>Provider</name>
    <message>
        <source>OpenAI-compatible</source>
        <translation>OpenAI 兼容</translation>
    </message>
    <message>
        <source>Sluice gateway</source>
        <translation>Sluice 网关</translation>
    </message>
</context>
<context>
    <name>ProxyAddress</name>
    <message>
        <source>Write it as http://host:port or socks5://host:port.</source>
        <translation>请写成 http://host:port 或 socks5://host:port。</translation>
    </message>
    <message>
        <source>The port is missing, as in %1://%2:8080.</source>
        <translation>缺少端口，例如 %1://%2:8080。</translation>
    </message>
    <message>
        <source>A name and a password do not belong here: this file is not a safe place for them.</source>
        <translation>此处不应填写用户名和密码：存放它们的这个文件并不安全。</translation>
    </message>
    <message>
        <source>Nothing may follow the port.</source>
        <translation>端口之后不能有其他内容。</translation>
    </message>
</context>
<context>
    <name>ResilienceChecks</name>
    <message>
        <source>The answer is too short to be broken off in its middle.</source>
        <translation>回答太短，无法在中途中断。</translation>
    </message>
    <message>
        <source>The server compresses although it was asked not to, so no byte of the text can be hit.</source>
        <translation>尽管请求不要压缩，服务器仍然压缩，因此无法击中文本的字节。</translation>
    </message>
    <message>
        <source>No character of the answer is more than one byte long; the server writes others as escapes, or sent none.</source>
        <translation>回答中没有多于一个字节的字符；服务器把它们写成转义，或没有发送。</translation>
    </message>
    <message>
        <source>The answer has no plain letters that could be found in what came.</source>
        <translation>回答中没有能在收到的数据里找到的普通字母。</translation>
    </message>
    <message>
        <source>The server counts the bytes it has sent; compressed on the way they are others.</source>
        <translation>服务器按它发送的字节计数；途中压缩后字节就不同了。</translation>
    </message>
    <message>
        <source>An undisturbed answer</source>
        <translation>不受干扰的回答</translation>
    </message>
    <message>
        <source>The same question again</source>
        <translation>再次提出同一问题</translation>
    </message>
    <message>
        <source>Closed between two events</source>
        <translation>在两个事件之间关闭</translation>
    </message>
    <message>
        <source>Closed inside an event</source>
        <translation>在事件内部关闭</translation>
    </message>
    <message>
        <source>Closed inside a character</source>
        <translation>在字符内部关闭</translation>
    </message>
    <message>
        <source>Closed inside an HTTP chunk</source>
        <translation>在 HTTP 分块内部关闭</translation>
    </message>
    <message>
        <source>Connection reset</source>
        <translation>连接重置</translation>
    </message>
    <message>
        <source>Closed by the server only</source>
        <translation>仅由服务器关闭</translation>
    </message>
    <message>
        <source>Ends early as if it were whole</source>
        <translation>提前结束，看似完整</translation>
    </message>
    <message>
        <source>Closed before the answer</source>
        <translation>在回答之前关闭</translation>
    </message>
    <message>
        <source>Closed, and once more while it goes on</source>
        <translation>关闭，续传时再次关闭</translation>
    </message>
    <message>
        <source>Silent for good</source>
        <translation>永久静默</translation>
    </message>
    <message>
        <source>Compressed data cut short</source>
        <translation>压缩数据被截断</translation>
    </message>
    <message>
        <source>Silent for 1.5 seconds</source>
        <translation>静默 1.5 秒</translation>
    </message>
    <message>
        <source>1.5 seconds before the first byte</source>
        <translation>第一个字节前等待 1.5 秒</translation>
    </message>
    <message>
        <source>A few bytes at a time</source>
        <translation>每次几个字节</translation>
    </message>
    <message>
        <source>Each byte a chunk of its own</source>
        <translation>每个字节一个分块</translation>
    </message>
    <message>
        <source>Compressed without being asked</source>
        <translation>未经请求就压缩</translation>
    </message>
    <message>
        <source>A byte that is no text</source>
        <translation>不是文本的字节</translation>
    </message>
    <message>
        <source>An event sent twice</source>
        <translation>事件发送两次</translation>
    </message>
    <message>
        <source>HTTP 500</source>
        <translation>HTTP 500</translation>
    </message>
    <message>
        <source>HTTP 503, try again in a second</source>
        <translation>HTTP 503，一秒后重试</translation>
    </message>
    <message>
        <source>HTTP 429, try again in a second</source>
        <translation>HTTP 429，一秒后重试</translation>
    </message>
    <message>
        <source>HTTP 401</source>
        <translation>HTTP 401</translation>
    </message>
</context>
<context>
    <name>ResilienceJudge</name>
    <message>
        <source>The text is not that of the undisturbed answer: it differs from character %1 on (%2 against %3 characters).</source>
        <translation>文本与不受干扰的回答不同：从第 %1 个字符起不同（%2 对 %3 个字符）。</translation>
    </message>
    <message>
        <source>It had not ended after %1 seconds.</source>
        <translation>%1 秒后仍未结束。</translation>
    </message>
    <message>
        <source>The answer had no text.</source>
        <translation>回答没有文本。</translation>
    </message>
    <message>
        <source>%1 characters came, and %2 are shown.</source>
        <translation>收到 %1 个字符，显示了 %2 个。</translation>
    </message>
    <message>
        <source>%1 characters in %2 events.</source>
        <translation>%1 个字符，%2 个事件。</translation>
    </message>
    <message>
        <source>The answer is the same, so the others are held against it, to the character.</source>
        <translation>回答相同，因此其余回答将与它逐字符比较。</translation>
    </message>
    <message>
        <source>The answer is another one each time: of the others it is checked that what came stays, and comes once.</source>
        <translation>每次回答都不同：对其余回答检查已到达的内容是否保留，且只出现一次。</translation>
    </message>
    <message>
        <source>The connection was given up although the answer was still coming.</source>
        <translation>回答仍在到达，连接却被放弃了。</translation>
    </message>
    <message>
        <source>The answer came whole, over one connection.</source>
        <translation>回答通过一个连接完整到达。</translation>
    </message>
    <message>
        <source>The answer was over before it could be broken off.</source>
        <translation>在能够中断之前，回答已经结束。</translation>
    </message>
    <message>
        <source>An answer that was cut short was taken for a whole one.</source>
        <translation>被截断的回答被当成了完整的回答。</translation>
    </message>
    <message>
        <source>Text that had come before the break is not there any more.</source>
        <translation>中断前已到达的文本不见了。</translation>
    </message>
    <message>
        <source>What stands before the break is repeated behind it.</source>
        <translation>中断前的内容在其后重复出现。</translation>
    </message>
    <message>
        <source>It was asked for again, and paid again, although the server keeps its answers.</source>
        <translation>尽管服务器保留回答，仍重新请求并再次计费。</translation>
    </message>
    <message>
        <source>The server replayed what was missing; nothing was paid again.</source>
        <translation>服务器重放了缺少的部分；没有再次计费。</translation>
    </message>
    <message>
        <source>Nothing of it had come, so it was asked for again.</source>
        <translation>尚未收到任何内容，因此重新请求。</translation>
    </message>
    <message>
        <source>It went on with a new request, paid again.</source>
        <translation>以新的请求继续，再次计费。</translation>
    </message>
    <message>
        <source>%1 characters had come, and are not all there.</source>
        <translation>已收到 %1 个字符，但没有全部保留。</translation>
    </message>
    <message>
        <source>The server keeps its answers, and this one was not completed: %1</source>
        <translation>服务器保留回答，而此回答未完成：%1</translation>
    </message>
    <message>
        <source>It was not completed: %1</source>
        <translation>未完成：%1</translation>
    </message>
    <message>
        <source>All that came stayed, with an error below it. The server does not replay, and it may not be paid again.</source>
        <translation>收到的内容全部保留，下方显示错误。服务器不支持重放，且不允许再次计费。</translation>
    </message>
    <message>
        <source>The refusal was not seen.</source>
        <translation>没有识别出拒绝。</translation>
    </message>
    <message>
        <source>It asked again after %1 ms, and the server had asked for a second.</source>
        <translation>它在 %1 ms 后重试，而服务器要求等待一秒。</translation>
    </message>
    <message>
        <source>It asked again after %1 ms, and the answer came whole.</source>
        <translation>它在 %1 ms 后重试，回答完整到达。</translation>
    </message>
    <message>
        <source>A refusal for good was not taken as one.</source>
        <translation>永久拒绝没有被当作永久拒绝。</translation>
    </message>
    <message>
        <source>It asked %1 times, although the refusal was for good.</source>
        <translation>尽管是永久拒绝，仍请求了 %1 次。</translation>
    </message>
    <message>
        <source>One request, and an error that says what is wrong.</source>
        <translation>一次请求，以及说明原因的错误。</translation>
    </message>
    <message>
        <source>The answer came whole.</source>
        <translation>回答完整到达。</translation>
    </message>
    <message>
        <source>What came before the damage stayed, with an error below it.</source>
        <translation>损坏前收到的内容保留，下方显示错误。</translation>
    </message>
    <message>
        <source>The damage stayed where it was.</source>
        <translation>损坏仅限于原处。</translation>
    </message>
    <message>
        <source>One character is shown as damaged, and all others are there.</source>
        <translation>一个字符显示为损坏，其余字符都在。</translation>
    </message>
    <message>
        <source>The repetition was seen, and left out.</source>
        <translation>识别出重复并已省略。</translation>
    </message>
    <message>
        <source>Within one connection nobody can tell it from a text that repeats itself: it is shown as it came.</source>
        <translation>在同一个连接中，无法将其与自身重复的文本区分开：按收到的样子显示。</translation>
    </message>
</context>
<context>
    <name>ResilienceReport</name>
    <message>
        <source>pass</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>FAIL</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>%1 passed, %2 failed, %3 not applicable. The endpoint worked for %4 requests.</source>
        <translation>通过 %1，未通过 %2，不适用 %3。端点处理了 %4 个请求。</translation>
    </message>
    <message>
        <source>It was stopped before its end.</source>
        <translation>它在结束前被停止。</translation>
    </message>
    <message>
        <source>Resilience of %1</source>
        <translation>%1 的韧性</translation>
    </message>
    <message>
        <source>Provider %1, model %2, %3.</source>
        <translation>提供方 %1，模型 %2，%3。</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Paid requests</source>
        <translation>计费请求</translation>
    </message>
</context>
<context>
    <name>ResilienceRun</name>
    <message>
        <source>There is no provider &apos;%1&apos;.</source>
        <translation>没有提供方“%1”。</translation>
    </message>
    <message>
        <source>There is no undisturbed answer to compare with.</source>
        <translation>没有可供比较的不受干扰的回答。</translation>
    </message>
</context>
<context>
    <name>SaveFile</name>
    <message>
        <source>%1 is written.</source>
        <translation>已写入 %1。</translation>
    </message>
</context>
<context>
    <name>ScoreLines</name>
    <message>
        <source>The answer has no Content-Type.</source>
        <translation>回答没有 Content-Type。</translation>
    </message>
    <message>
        <source>Content-Type: %1.</source>
        <translation>Content-Type：%1。</translation>
    </message>
    <message>
        <source>It says charset %1, and event streams are always UTF-8.</source>
        <translation>它声明 charset 为 %1，而事件流始终是 UTF-8。</translation>
    </message>
    <message>
        <source>Every byte of the answer is.</source>
        <translation>回答的每个字节都符合 UTF-8。</translation>
    </message>
    <message>
        <source>There are bytes that stand nowhere in UTF-8.</source>
        <translation>有些字节不属于 UTF-8。</translation>
    </message>
    <message>
        <source>There is not one event in it.</source>
        <translation>其中没有任何事件。</translation>
    </message>
    <message>
        <source>%1 events, each as the standard wants it.</source>
        <translation>%1 个事件，均符合标准。</translation>
    </message>
    <message>
        <source>There is %1.</source>
        <translation>发现 %1。</translation>
    </message>
    <message>
        <source>%1 comes last.</source>
        <translation>最后是 %1。</translation>
    </message>
    <message>
        <source>%1 does not come last.</source>
        <translation>最后不是 %1。</translation>
    </message>
    <message>
        <source>It does not say how many tokens an answer had.</source>
        <translation>它没有说明回答用了多少 token。</translation>
    </message>
    <message>
        <source>%1 tokens of the question, %2 of the answer.</source>
        <translation>提问 %1 token，回答 %2 token。</translation>
    </message>
    <message>
        <source>No text came.</source>
        <translation>没有收到文本。</translation>
    </message>
    <message>
        <source>%1 ms.</source>
        <translation>%1 ms。</translation>
    </message>
    <message>
        <source>The answer was too short.</source>
        <translation>回答太短。</translation>
    </message>
    <message>
        <source>%1 tokens/s behind the first one.</source>
        <translation>首个 token 之后为 %1 token/s。</translation>
    </message>
    <message>
        <source>%1 deltas/s behind the first one.</source>
        <translation>首个增量之后为 %1 增量/s。</translation>
    </message>
    <message>
        <source>%1 bytes came for %2.</source>
        <translation>收到 %1 字节，解压后为 %2 字节。</translation>
    </message>
    <message>
        <source>It was offered, and the answer came as it is.</source>
        <translation>请求已声明支持压缩，但回答未压缩。</translation>
    </message>
    <message>
        <source>It was offered, and the answer came as %1.</source>
        <translation>请求已声明支持压缩，但回答以 %1 编码到达。</translation>
    </message>
    <message>
        <source>1 model, in %1 ms.</source>
        <translation>1 个模型，用时 %1 ms。</translation>
    </message>
    <message>
        <source>%1 models, in %2 ms.</source>
        <translation>%1 个模型，用时 %2 ms。</translation>
    </message>
    <message>
        <source>%1 characters.</source>
        <translation>%1 个字符。</translation>
    </message>
    <message>
        <source>It was whole, and without text.</source>
        <translation>回答完整，但没有文本。</translation>
    </message>
    <message>
        <source>Where it is allowed, it is used.</source>
        <translation>允许时即使用。</translation>
    </message>
    <message>
        <source>It was allowed, and the answer came over HTTP/1.1.</source>
        <translation>已允许，但回答通过 HTTP/1.1 到达。</translation>
    </message>
    <message>
        <source>It refuses to: %1</source>
        <translation>它拒绝了：%1</translation>
    </message>
    <message>
        <source>It went on exactly where the beginning ended.</source>
        <translation>它恰好从开头结束处继续。</translation>
    </message>
    <message>
        <source>It gave the whole answer: whether it repeated the beginning or wrote it anew, nobody can tell.</source>
        <translation>它给出了整个回答：无法判断是重复了开头还是重新写的。</translation>
    </message>
    <message>
        <source>It repeats the beginning, and goes on behind it.</source>
        <translation>它重复开头，然后继续。</translation>
    </message>
    <message>
        <source>The answer is neither the rest nor the whole of the first one.</source>
        <translation>回答既不是第一个回答的剩余部分，也不是其全部。</translation>
    </message>
    <message>
        <source>The answer was over before it could be broken off.</source>
        <translation>在能够中断之前，回答已经结束。</translation>
    </message>
    <message>
        <source>It replays, and the text is not the same then: %1 characters, not %2.</source>
        <translation>它能重放，但文本不一致：%1 个字符，而不是 %2 个。</translation>
    </message>
    <message>
        <source>Last-Event-ID</source>
        <translation>Last-Event-ID</translation>
    </message>
    <message>
        <source>the offset in the stream</source>
        <translation>流中的偏移量</translation>
    </message>
    <message>
        <source>the sequence number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Broken off behind %1 characters, it was replayed by %2.</source>
        <translation>在 %1 个字符后中断，随后借助 %2 重放。</translation>
    </message>
    <message>
        <source>It was asked for again.</source>
        <translation>它被重新请求。</translation>
    </message>
    <message>
        <source>Broken off on its way, it stayed so.</source>
        <translation>中途中断后，未能恢复。</translation>
    </message>
    <message>
        <source>The answer was over before it could be stopped.</source>
        <translation>在能够停止之前，回答已经结束。</translation>
    </message>
    <message>
        <source>It confirmed that it stops.</source>
        <translation>它确认已停止。</translation>
    </message>
    <message>
        <source>It was told to stop and did not confirm it: it may be working on.</source>
        <translation>要求它停止，但它没有确认：可能仍在运行。</translation>
    </message>
    <message>
        <source>The connection was closed; whether the server has stopped then, it does not say.</source>
        <translation>连接已关闭；服务器是否随之停止，它没有说明。</translation>
    </message>
    <message>
        <source>It answers whatever the model is called.</source>
        <translation>无论模型叫什么，它都会回答。</translation>
    </message>
    <message>
        <source>As an event of the answer: %1</source>
        <translation>作为回答中的事件：%1</translation>
    </message>
    <message>
        <source>HTTP %1 with JSON: %2</source>
        <translation>HTTP %1，带 JSON：%2</translation>
    </message>
    <message>
        <source>HTTP %1 without JSON: %2</source>
        <translation>HTTP %1，不带 JSON：%2</translation>
    </message>
</context>
<context>
    <name>Scorecard</name>
    <message>
        <source>Model list</source>
        <translation>模型列表</translation>
    </message>
    <message>
        <source>A whole answer</source>
        <translation>完整的回答</translation>
    </message>
    <message>
        <source>Answers are event streams</source>
        <translation>回答是事件流</translation>
    </message>
    <message>
        <source>Text is UTF-8</source>
        <translation>文本是 UTF-8</translation>
    </message>
    <message>
        <source>Events without oddities</source>
        <translation>事件没有异常</translation>
    </message>
    <message>
        <source>Ends as its protocol says</source>
        <translation>按其协议结束</translation>
    </message>
    <message>
        <source>Counts tokens (usage)</source>
        <translation>统计 token（usage）</translation>
    </message>
    <message>
        <source>Time to first token</source>
        <translation>首个 token 时间</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Compresses (gzip)</source>
        <translation>压缩（gzip）</translation>
    </message>
    <message>
        <source>HTTP/2</source>
        <translation>HTTP/2</translation>
    </message>
    <message>
        <source>Goes on from a given beginning (prefill)</source>
        <translation>从给定的开头继续（prefill）</translation>
    </message>
    <message>
        <source>Replays what was missed</source>
        <translation>重放错过的内容</translation>
    </message>
    <message>
        <source>Stops when told to</source>
        <translation>按要求停止</translation>
    </message>
    <message>
        <source>Refusals say why</source>
        <translation>拒绝时说明原因</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>NO</source>
        <translation>否（必需）</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>cannot be seen</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>已测量</translation>
    </message>
    <message>
        <source>Nothing that is required is missing.</source>
        <translation>没有缺少任何必需项。</translation>
    </message>
    <message>
        <source>%1 required lines failed.</source>
        <translation>%1 个必需项未通过。</translation>
    </message>
    <message>
        <source>It was stopped before its end.</source>
        <translation>它在结束前被停止。</translation>
    </message>
    <message>
        <source>Scorecard of %1</source>
        <translation>%1 的评分表</translation>
    </message>
    <message>
        <source>Provider %1, model %2, %3.</source>
        <translation>提供方 %1，模型 %2，%3。</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>依据</translation>
    </message>
</context>
<context>
    <name>ScorecardRun</name>
    <message>
        <source>There is no provider &apos;%1&apos;.</source>
        <translation>没有提供方“%1”。</translation>
    </message>
    <message>
        <source>The protocol has no place for a beginning.</source>
        <translation>该协议无法给出开头。</translation>
    </message>
</context>
<context>
    <name>SeamWords</name>
    <message numerus="yes">
        <source>paid again, %Ln times</source>
        <translation>
            <numerusform>再次计费，%Ln 次</numerusform>
        </translation>
    </message>
    <message>
        <source>paid again</source>
        <translation>再次计费</translation>
    </message>
    <message numerus="yes">
        <source>resumed at character %Ln (replayed by the server, nothing lost)</source>
        <translation>
            <numerusform>在第 %Ln 个字符处续传（由服务器重放，没有丢失）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>continued at character %Ln (asked again, %1)</source>
        <translation>
            <numerusform>在第 %Ln 个字符处继续（重新请求，%1）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>started again (%1): characters repeated: %Ln</source>
        <translation>
            <numerusform>重新开始（%1）：重复的字符：%Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>resumed %Ln times</source>
        <translation>
            <numerusform>续传 %Ln 次</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (replayed by the server, nothing lost)</source>
        <translation>%1（由服务器重放，没有丢失）</translation>
    </message>
    <message>
        <source>%1 (asked again, paid again)</source>
        <translation>%1（重新请求，再次计费）</translation>
    </message>
    <message>
        <source>%1 (asked again, paid again %2 times)</source>
        <translation>%1（重新请求，再次计费 %2 次）</translation>
    </message>
    <message>
        <source>%1 (%2 replayed by the server, %3 paid again)</source>
        <translation>%1（%2 次由服务器重放，%3 次再次计费）</translation>
    </message>
    <message>
        <source>the server replayed what came after the last event&apos;s id; nothing was lost or paid again.</source>
        <translation>服务器重放了最后一个事件 ID 之后的内容；没有丢失，也没有再次计费。</translation>
    </message>
    <message>
        <source>the server replayed what came after the last byte; nothing was lost or paid again.</source>
        <translation>服务器重放了最后一个字节之后的内容；没有丢失，也没有再次计费。</translation>
    </message>
    <message>
        <source>the server replayed what came after the last event&apos;s number; nothing was lost or paid again.</source>
        <translation>服务器重放了最后一个事件编号之后的内容；没有丢失，也没有再次计费。</translation>
    </message>
    <message>
        <source>a new request gave the server the answer so far as a beginning; it was paid again.</source>
        <translation>新的请求把已有的回答作为开头交给服务器；再次计费。</translation>
    </message>
    <message>
        <source>a new request quoted the answer so far and asked to go on; it was paid again.</source>
        <translation>新的请求引用了已有的回答并请求继续；再次计费。</translation>
    </message>
    <message>
        <source>the same request was made again; it was paid again.</source>
        <translation>重新发出同一请求；再次计费。</translation>
    </message>
    <message numerus="yes">
        <source>At character %Ln: %1</source>
        <translation>
            <numerusform>在第 %Ln 个字符处：%1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Such requests made and paid: %Ln; all but the last broke off before anything new came.</source>
        <translation>
            <numerusform>已发出并计费的此类请求：%Ln；除最后一次外，都在新内容到达前中断。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Characters that came once more and were dropped: %Ln.</source>
        <translation>
            <numerusform>再次收到而丢弃的字符：%Ln。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Characters of the old text that were replaced: %Ln.</source>
        <translation>
            <numerusform>旧文本中被替换的字符：%Ln。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>以及另外 %Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>replaced: %Ln</source>
        <translation>
            <numerusform>替换的字符：%Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchIndex</name>
    <message>
        <source>The search is not ready yet: try again in a moment.</source>
        <translation>搜索尚未就绪：请稍后再试。</translation>
    </message>
</context>
<context>
    <name>SettingsPages</name>
    <message>
        <source>Endpoints</source>
        <translation>端点</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>流式</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>Code block, 1 line.</source>
        <translation>代码块，1 行。</translation>
    </message>
    <message>
        <source>Code block, %1 lines.</source>
        <translation>代码块，%1 行。</translation>
    </message>
</context>
<context>
    <name>StateWords</name>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>stopped (server confirmed)</source>
        <translation>已停止（服务器已确认）</translation>
    </message>
    <message>
        <source>stopped (server unknown)</source>
        <translation>已停止（服务器未确认）</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>streaming</source>
        <translation>流式接收中</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>停顿中</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>正在重连</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已结束</translation>
    </message>
</context>
<context>
    <name>StorageFault</name>
    <message>
        <source>The disk is full: make some room on it, and the conversations are saved.</source>
        <translation>磁盘已满：请腾出一些空间，对话随后就会保存。</translation>
    </message>
    <message>
        <source>The conversations cannot be saved: their folder is read-only.</source>
        <translation>无法保存对话：其文件夹为只读。</translation>
    </message>
    <message>
        <source>Another Sluice uses this history: close it, and what is new here is saved, too.</source>
        <translation>另一个 Sluice 正在使用此对话记录：将它关闭后，此处的新内容也会保存。</translation>
    </message>
    <message>
        <source>The file with the conversations is damaged.</source>
        <translation>对话文件已损坏。</translation>
    </message>
    <message>
        <source>The file with the conversations cannot be reached: look whether its disk is there.</source>
        <translation>无法访问对话文件：请检查其所在磁盘是否可用。</translation>
    </message>
    <message>
        <source>The conversations were saved by a newer version of Sluice: use that one, or another data directory.</source>
        <translation>这些对话由更新版本的 Sluice 保存：请使用该版本，或另选数据目录。</translation>
    </message>
    <message>
        <source>This was stopped.</source>
        <translation>操作已停止。</translation>
    </message>
    <message>
        <source>The conversations&apos; database did not understand a request.</source>
        <translation>对话数据库无法处理某个请求。</translation>
    </message>
</context>
<context>
    <name>StoreSide</name>
    <message>
        <source>A message cannot be saved: the conversations&apos; database refuses it. It is shown until Sluice is closed; copy what matters.</source>
        <translation>一条消息无法保存：对话数据库拒绝写入。在 Sluice 关闭前它仍会显示；请复制重要内容。</translation>
    </message>
    <message>
        <source>A change of a conversation cannot be saved: the conversations&apos; database refuses it.</source>
        <translation>对话的一项更改无法保存：对话数据库拒绝写入。</translation>
    </message>
    <message>
        <source>Another Sluice has changed “%1” meanwhile, so what is new in it here is not saved. Copy what matters, then start Sluice anew.</source>
        <translation>另一个 Sluice 在此期间更改了“%1”，因此此处的新内容未保存。请复制重要内容，然后重新启动 Sluice。</translation>
    </message>
</context>
<context>
    <name>StrategySample</name>
    <message>
        <source>A| token| is| read| as| soon| as| it| is| sent|.| But| does| it| read| well|?| Some| networks| hand| over| words|~ in| bursts|:| first| nothing|,| then| a| whole| line| at| once|.|

|流式|输出|不是|一个|字|一个|字|地|跳|出来|，|而是|~让|文字|像|说话|一样|自然|地|流动|。|读者|几乎|感觉|不到|等待|！|

|A| buffer| can| even| this| out|.| It| costs| a| little| time|~,| and| saves| many| repaints|:| that| is| the| whole| trade|.| 缓冲|太|小|，|画面|会|闪烁|；|缓冲|太|大|，|读者|要|等|。|~你|更|在意|哪|一个|？|

|Choose| a| strategy| above|,| change| its| numbers|,| and| compare| the| two| sides|.| 两边|收到|的|是|同一个|流|。|</source>
        <extracomment>A text in the pieces in which a model sends it, at least 100 of them and with several sentences: &apos;|&apos; parts the pieces, &apos;~&apos; before one is a pause of the network, after which some nine pieces come at once. Latin words keep the space before them.</extracomment>
        <translation>流式|输出|不是|一个|字|一个|字|地|跳|出来|，|而是|让|文字|像|说话|一样|自然|地|流动|。|可是|它|真的|好|读|吗|？|有些|网络|会|~把|文字|攒|成|一|批|再|送来|：|先是|什么|都|没有|，|然后|整|行|一下子|出现|。|读者|刚|跟上|，|画面|~又|停|住|了|！|

|缓冲|可以|把|这些|起伏|抹平|。|多|等|一小会儿|~，|换来|更|少|的|重绘|，|也|换来|平稳|的|节奏|。|缓冲|太|小|，|画面|会|闪烁|；|缓冲|太|大|，|读者|要|等|。|~您|更|在意|哪|一个|？|

|A| buffer| trades| a| little| time| for| a| steady| flow|.| 请|在|上方|选择|一种|策略|，|改改|它的|参数|，|再|比较|两边|。|收到|的|是|同一个|流|，|看到|的|却|不|一样|！|</translation>
    </message>
</context>
<context>
    <name>StrategyWords</name>
    <message>
        <source>Each delta is shown as it comes.</source>
        <translation>每个增量一到就显示。</translation>
    </message>
    <message>
        <source>A number of deltas is shown together.</source>
        <translation>若干个增量一起显示。</translation>
    </message>
    <message>
        <source>Few deltas together while they come slowly, many while they come fast.</source>
        <translation>来得慢时少量增量一起显示，来得快时大量一起显示。</translation>
    </message>
    <message>
        <source>Text is shown sentence by sentence.</source>
        <translation>文本逐句显示。</translation>
    </message>
    <message>
        <source>Bursts are spread out, so that text flows at the rate it is made.</source>
        <translation>将突发内容摊开，使文本按生成的速率流出。</translation>
    </message>
</context>
<context>
    <name>StreamReview</name>
    <message>
        <source>a line that is no field of the standard (&apos;%1&apos;)</source>
        <translation>不属于标准字段的行（“%1”）</translation>
    </message>
    <message>
        <source>no blank line behind the last event</source>
        <translation>最后一个事件之后没有空行</translation>
    </message>
    <message>
        <source>data that is no JSON (event %1)</source>
        <translation>不是 JSON 的数据（事件 %1）</translation>
    </message>
    <message>
        <source>a byte order mark</source>
        <translation>字节顺序标记</translation>
    </message>
    <message>
        <source>NUL bytes</source>
        <translation>NUL 字节</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>Most of the wait for the first text went into connecting: %1 of %2.</source>
        <translation>等待首段文本的时间大多用在建立连接上：%1 / %2。</translation>
    </message>
    <message>
        <source>The server took %1 to its first text.</source>
        <translation>服务器用了 %1 才给出首段文本。</translation>
    </message>
    <message>
        <source>Nothing has come yet.</source>
        <translation>还没有收到任何内容。</translation>
    </message>
    <message>
        <source>No text came.</source>
        <translation>没有收到文本。</translation>
    </message>
    <message>
        <source>The stream flows: no gap so far.</source>
        <translation>流很顺畅：目前没有停顿。</translation>
    </message>
    <message>
        <source>The stream flowed without a gap.</source>
        <translation>流全程顺畅，没有停顿。</translation>
    </message>
    <message>
        <source>The network was quiet for %1 (longest %2): the server, or what is between, paused.</source>
        <translation>网络静默 %1（最长 %2）：服务器或中间环节停顿了。</translation>
    </message>
    <message>
        <source>Sluice held nothing back.</source>
        <translation>Sluice 没有滞留任何内容。</translation>
    </message>
    <message>
        <source>Sluice held back %1.</source>
        <translation>被 Sluice 滞留 %1。</translation>
    </message>
    <message>
        <source>Held back by Sluice for %1 (longest %2): buffer strategy, queue or a busy window.</source>
        <translation>被 Sluice 滞留 %1（最长 %2）：缓冲策略、队列或窗口繁忙。</translation>
    </message>
    <message>
        <source>The network was never quiet.</source>
        <translation>网络从未静默。</translation>
    </message>
    <message>
        <source>The network was quiet for %1.</source>
        <translation>网络静默 %1。</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>%1 ms (%2 a second)</source>
        <translation>%1 ms（每秒 %2 次）</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Repaint interval</source>
        <translation>重绘间隔</translation>
    </message>
    <message>
        <source>Scroll throttle</source>
        <translation>滚动节流</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>The demo is not available: %1</source>
        <translation>演示不可用：%1</translation>
    </message>
</context>
<context>
    <name>sluice::AnswerAnnouncer</name>
    <message>
        <source>Answer complete.</source>
        <translation>回答完成。</translation>
    </message>
    <message>
        <source>Answer stopped.</source>
        <translation>回答已停止。</translation>
    </message>
    <message>
        <source>Answer interrupted.</source>
        <translation>回答已中断。</translation>
    </message>
    <message>
        <source>Answer failed.</source>
        <translation>回答失败。</translation>
    </message>
    <message>
        <source>Answer failed: %1</source>
        <translation>回答失败：%1</translation>
    </message>
</context>
<context>
    <name>sluice::AnswerNotifier</name>
    <message>
        <source>The answer broke off.</source>
        <translation>回答中断了。</translation>
    </message>
    <message>
        <source>The answer is complete.</source>
        <translation>回答已完成。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>sluice::AppearancePage</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>宽松</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动态效果</translation>
    </message>
    <message>
        <source>Repaint interval</source>
        <translation>重绘间隔</translation>
    </message>
    <message>
        <source>Scroll throttle</source>
        <translation>滚动节流</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>A growing answer is painted at most once in a repaint interval; a longer one costs less power. Answers that run now take it at once.</source>
        <translation>增长中的回答在每个重绘间隔内最多绘制一次；间隔越长越省电。正在进行的回答会立即采用。</translation>
    </message>
</context>
<context>
    <name>sluice::AttachmentActions</name>
    <message>
        <source>Save image</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Save file</source>
        <translation>保存文件</translation>
    </message>
    <message>
        <source>Open image</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Copy text of file</source>
        <translation>复制文件文本</translation>
    </message>
    <message>
        <source>Save image as…</source>
        <translation>图片另存为…</translation>
    </message>
    <message>
        <source>Save file as…</source>
        <translation>文件另存为…</translation>
    </message>
</context>
<context>
    <name>sluice::AttachmentChip</name>
    <message>
        <source>%1
Packed smaller, so that models take it</source>
        <translation>%1
已压缩，以便模型接受</translation>
    </message>
    <message>
        <source>%1
Scaled down from %2 to %3 pixels, so that models take it</source>
        <translation>%1
已从 %2 像素缩小到 %3 像素，以便模型接受</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>读取中…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>sluice::AttachmentDraft</name>
    <message>
        <source>Pasted image</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Pasted image %1</source>
        <translation>粘贴的图片 %1</translation>
    </message>
</context>
<context>
    <name>sluice::AttachmentDrop</name>
    <message>
        <source>Drop to attach</source>
        <translation>拖放到此处以附加</translation>
    </message>
</context>
<context>
    <name>sluice::AttachmentTray</name>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
</context>
<context>
    <name>sluice::CachePage</name>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>A question that was asked before, with all that came before it, is answered from this computer. Regenerate asks the server all the same.</source>
        <translation>如果某个提问连同其之前的全部内容都曾提出过，就由本机回答。“重新生成”仍会请求服务器。</translation>
    </message>
    <message>
        <source>Keep answers and use them again</source>
        <translation>保留回答并重复使用</translation>
    </message>
    <message>
        <source>Pace of a stored answer</source>
        <translation>已存储回答的回放节奏</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>10 ms a delta</source>
        <translation>每个增量 10 ms</translation>
    </message>
    <message>
        <source>As it came at first</source>
        <translation>按最初到达时的节奏</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>节奏</translation>
    </message>
    <message>
        <source>Largest size</source>
        <translation>最大容量</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>Longest kept</source>
        <translation>最长保留</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>What is in it</source>
        <translation>缓存内容</translation>
    </message>
    <message>
        <source>Clear the cache</source>
        <translation>清空缓存</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s), %1.</source>
        <translation>
            <numerusform>%n 个回答，%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Since the start %1 of %2 questions were answered from it.</source>
        <translation>启动以来，%2 个提问中有 %1 个由缓存回答。</translation>
    </message>
    <message>
        <source>This run has no cache.</source>
        <translation>本次运行没有缓存。</translation>
    </message>
</context>
<context>
    <name>sluice::CertificateField</name>
    <message>
        <source>Certificate file</source>
        <translation>证书文件</translation>
    </message>
    <message>
        <source>optional; in PEM form</source>
        <translation>可选；PEM 格式</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a certificate file</source>
        <translation>选择证书文件</translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s)</source>
        <translation>
            <numerusform>%n 个证书</numerusform>
        </translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>证书 (*.pem *.crt *.cer);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>sluice::ChatPane</name>
    <message>
        <source>No program was found that opens %1</source>
        <translation>找不到可以打开 %1 的程序</translation>
    </message>
    <message>
        <source>%1 could not be written: choose another place for it.</source>
        <translation>无法写入 %1：请为它选择其他位置。</translation>
    </message>
    <message>
        <source>Use stored answers here</source>
        <translation>在此使用已存储的回答</translation>
    </message>
    <message>
        <source>A question that was asked before, with all that came before it, is answered from this computer</source>
        <translation>如果某个提问连同其之前的全部内容都曾提出过，就由本机回答</translation>
    </message>
    <message>
        <source>No list of models: %1</source>
        <translation>没有模型列表：%1</translation>
    </message>
</context>
<context>
    <name>sluice::ChatView</name>
    <message>
        <source>Jump to latest</source>
        <translation>跳到最新</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>sluice::CheckPage</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run the checks</source>
        <translation>运行检查</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the checks</source>
        <translation>停止检查</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>As Markdown…</source>
        <translation>保存为 Markdown…</translation>
    </message>
    <message>
        <source>As JSON…</source>
        <translation>保存为 JSON…</translation>
    </message>
    <message>
        <source>Send up to %1 questions to %2?</source>
        <translation>向 %2 发送最多 %1 个提问？</translation>
    </message>
    <message>
        <source>Each asks for a short answer. If the endpoint charges for tokens, this costs a little; some of them are broken off.</source>
        <translation>每个提问只要求简短的回答。如果端点按 token 计费，会产生少量费用；其中一些会被中断。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>There is no endpoint yet: add one in the settings.</source>
        <translation>还没有端点：请在设置中添加一个。</translation>
    </message>
</context>
<context>
    <name>sluice::CheckRows</name>
    <message>
        <source>%1: %2. %3</source>
        <comment>title, state, note</comment>
        <translation>%1：%2。%3</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>cannot be said</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>已测量</translation>
    </message>
</context>
<context>
    <name>sluice::ClosingGuard</name>
    <message>
        <source>The disk does not answer.</source>
        <translation>磁盘没有响应。</translation>
    </message>
    <message>
        <source>could not save everything: the disk does not answer</source>
        <translation>无法全部保存：磁盘没有响应</translation>
    </message>
    <message>
        <source>what was changed last</source>
        <translation>最后的更改</translation>
    </message>
    <message>
        <source>Not everything is saved</source>
        <translation>尚未全部保存</translation>
    </message>
    <message>
        <source>Sluice could not save %1.</source>
        <translation>Sluice 无法保存：%1。</translation>
    </message>
    <message>
        <source>%1

Sluice goes on trying. If you leave this question open, it quits by itself once everything is saved.</source>
        <translation>%1

Sluice 会继续尝试。如果不关闭此对话框，全部保存后它会自行退出。</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>保存到其他位置…</translation>
    </message>
    <message>
        <source>Quit anyway</source>
        <translation>仍然退出</translation>
    </message>
    <message>
        <source>Save what is not saved yet</source>
        <translation>保存尚未保存的内容</translation>
    </message>
    <message>
        <source>Sluice JSON, to be imported later (*.json)</source>
        <translation>Sluice JSON，供以后导入 (*.json)</translation>
    </message>
    <message>
        <source>Unsaved conversations</source>
        <translation>未保存的对话</translation>
    </message>
    <message>
        <source>Saving takes longer than it should.</source>
        <translation>保存时间比预期长。</translation>
    </message>
    <message>
        <source>Sluice quits by itself once it is done.</source>
        <translation>完成后 Sluice 会自行退出。</translation>
    </message>
    <message>
        <source>Keep waiting</source>
        <translation>继续等待</translation>
    </message>
    <message>
        <source>could not save %1: %2</source>
        <translation>无法保存 %1：%2</translation>
    </message>
    <message>
        <source>Import them from %1</source>
        <translation>请从 %1 导入它们</translation>
    </message>
</context>
<context>
    <name>sluice::Composer</name>
    <message>
        <source>That is too long to paste: a message holds a million characters at most.</source>
        <translation>粘贴的内容太长：一条消息最多一百万个字符。</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>附加文件</translation>
    </message>
    <message>
        <source>Attach text files and images</source>
        <translation>附加文本文件和图片</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
</context>
<context>
    <name>sluice::ConversationDelegate</name>
    <message>
        <source>Conversation title</source>
        <translation>对话标题</translation>
    </message>
</context>
<context>
    <name>sluice::ConversationModel</name>
    <message>
        <source>Error: %1</source>
        <translation>错误：%1</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>等待网络</translation>
    </message>
    <message>
        <source>Reconnecting (attempt %1)</source>
        <translation>正在重连（第 %1 次尝试）</translation>
    </message>
    <message>
        <source>Reconnecting (attempt %1): %2</source>
        <translation>正在重连（第 %1 次尝试）：%2</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>加载中…</translation>
    </message>
    <message>
        <source>attached: %1</source>
        <translation>附件：%1</translation>
    </message>
</context>
<context>
    <name>sluice::Conversations</name>
    <message>
        <source>%1, answering</source>
        <translation>%1，正在回答</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1（副本）</translation>
    </message>
</context>
<context>
    <name>sluice::EditBar</name>
    <message>
        <source>Editing an earlier message</source>
        <translation>正在编辑之前的消息</translation>
    </message>
    <message>
        <source>Cancel (Esc)</source>
        <translation>取消（Esc）</translation>
    </message>
    <message>
        <source>Cancel editing</source>
        <translation>取消编辑</translation>
    </message>
</context>
<context>
    <name>sluice::EndpointActions</name>
    <message>
        <source>Endpoints</source>
        <translation>端点</translation>
    </message>
    <message>
        <source>Add endpoint…</source>
        <translation>添加端点…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>List models again</source>
        <translation>重新列出模型</translation>
    </message>
    <message>
        <source>Edit “%1”…</source>
        <translation>编辑“%1”…</translation>
    </message>
    <message>
        <source>Remove “%1”…</source>
        <translation>移除“%1”…</translation>
    </message>
    <message>
        <source>There is no system keyring, so the key of “%1” is kept for this run only.</source>
        <translation>系统没有密钥环，因此“%1”的密钥只在本次运行期间保留。</translation>
    </message>
    <message>
        <source>Remove endpoint</source>
        <translation>移除端点</translation>
    </message>
    <message>
        <source>Remove “%1” and its key? Conversations stay.</source>
        <translation>移除“%1”及其密钥？对话会保留。</translation>
    </message>
</context>
<context>
    <name>sluice::EndpointAndModel</name>
    <message>
        <source>Endpoint</source>
        <translation>端点</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>sluice::EndpointDialog</name>
    <message>
        <source>Add endpoint</source>
        <translation>添加端点</translation>
    </message>
    <message>
        <source>Edit endpoint</source>
        <translation>编辑端点</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>as shown; the host when left empty</source>
        <translation>显示的名称；留空则为主机名</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供方</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Base URL</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>optional; kept in the system keyring</source>
        <translation>可选；保存在系统密钥环中</translation>
    </message>
    <message>
        <source>Default model</source>
        <translation>默认模型</translation>
    </message>
    <message>
        <source>the server&apos;s first; Test fills this list</source>
        <translation>服务器的第一个模型；“测试”会填充此列表</translation>
    </message>
</context>
<context>
    <name>sluice::EndpointTest</name>
    <message>
        <source>Asking for the models…</source>
        <translation>正在请求模型列表…</translation>
    </message>
    <message>
        <source>1 model</source>
        <translation>1 个模型</translation>
    </message>
    <message>
        <source>%1 models</source>
        <translation>%1 个模型</translation>
    </message>
    <message>
        <source>It answered in %1 ms with %2.</source>
        <translation>服务器在 %1 ms 内应答，有 %2。</translation>
    </message>
    <message>
        <source>Cancel test</source>
        <translation>取消测试</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
</context>
<context>
    <name>sluice::EndpointTransport</name>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Certificate file</source>
        <translation>证书文件</translation>
    </message>
</context>
<context>
    <name>sluice::EndpointsPage</name>
    <message>
        <source>Endpoints</source>
        <translation>端点</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
</context>
<context>
    <name>sluice::FiguresModel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>自 %2 起为 %1</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>token/s</translation>
    </message>
    <message>
        <source>Deltas/s</source>
        <translation>增量/s</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Buffer strategy</source>
        <translation>缓冲策略</translation>
    </message>
    <message>
        <source>Time to first token</source>
        <translation>首个 token 时间</translation>
    </message>
    <message>
        <source>Time so far</source>
        <translation>目前用时</translation>
    </message>
    <message>
        <source>End to end (E2E)</source>
        <translation>端到端（E2E）</translation>
    </message>
    <message>
        <source>Deltas/s, last second</source>
        <translation>增量/s，最近一秒</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>token 数</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>提示词的 token 数</translation>
    </message>
    <message>
        <source>Text deltas</source>
        <translation>文本增量</translation>
    </message>
    <message>
        <source>Reasoning deltas</source>
        <translation>推理增量</translation>
    </message>
    <message>
        <source>ITL, mean</source>
        <translation>ITL，平均</translation>
    </message>
    <message>
        <source>ITL, p50</source>
        <translation>ITL，p50</translation>
    </message>
    <message>
        <source>ITL, p95</source>
        <translation>ITL，p95</translation>
    </message>
    <message>
        <source>ITL, p99</source>
        <translation>ITL，p99</translation>
    </message>
    <message>
        <source>ITL, longest</source>
        <translation>ITL，最长</translation>
    </message>
    <message>
        <source>Network quiet</source>
        <translation>网络静默</translation>
    </message>
    <message>
        <source>Quiet, longest</source>
        <translation>静默，最长</translation>
    </message>
    <message>
        <source>Held back by Sluice</source>
        <translation>被 Sluice 滞留</translation>
    </message>
    <message>
        <source>Held back, longest</source>
        <translation>滞留，最长</translation>
    </message>
    <message>
        <source>Received to shown, p50</source>
        <translation>从接收到显示，p50</translation>
    </message>
    <message>
        <source>Received to shown, p99</source>
        <translation>从接收到显示，p99</translation>
    </message>
    <message>
        <source>Flushes</source>
        <translation>放行次数</translation>
    </message>
    <message>
        <source>Deltas in the buffer, last</source>
        <translation>缓冲区中的增量，最近</translation>
    </message>
    <message>
        <source>Flushes in the queue, last</source>
        <translation>队列中的批次，最近</translation>
    </message>
    <message>
        <source>Reading stopped</source>
        <translation>读取暂停时长</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Bytes on the wire</source>
        <translation>网络传输字节数</translation>
    </message>
    <message>
        <source>Bytes decoded</source>
        <translation>解码后字节数</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>重连</translation>
    </message>
    <message>
        <source>From a cache</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>续传</translation>
    </message>
    <message>
        <source>Streams at once</source>
        <translation>并发流</translation>
    </message>
    <message>
        <source>%1 of %2, %3 waiting</source>
        <translation>%1 / %2，%3 个等待中</translation>
    </message>
    <message>
        <source>Response cache</source>
        <translation>响应缓存</translation>
    </message>
    <message>
        <source>%1 hits, %2 misses</source>
        <translation>命中 %1，未命中 %2</translation>
    </message>
    <message>
        <source>Response cache, size</source>
        <translation>响应缓存，大小</translation>
    </message>
    <message>
        <source>Sluice: CPU</source>
        <translation>Sluice：CPU</translation>
    </message>
    <message>
        <source>Sluice: memory</source>
        <translation>Sluice：内存</translation>
    </message>
    <message>
        <source>Sluice: frame, p95</source>
        <translation>Sluice：帧，p95</translation>
    </message>
    <message>
        <source>Sluice: longest UI block</source>
        <translation>Sluice：最长 UI 阻塞</translation>
    </message>
    <message>
        <source>Sluice: this panel</source>
        <translation>Sluice：此面板</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
</context>
<context>
    <name>sluice::FindBar</name>
    <message>
        <source>Find in conversation</source>
        <translation>在对话中查找</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一个结果</translation>
    </message>
    <message>
        <source>Previous hit (Shift+Enter)</source>
        <translation>上一个结果（Shift+Enter）</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一个结果</translation>
    </message>
    <message>
        <source>Next hit (Enter)</source>
        <translation>下一个结果（Enter）</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>搜索中…</translation>
    </message>
    <message>
        <source>Nothing found in what is loaded</source>
        <translation>在已加载的内容中没有找到</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>a hit of a search</comment>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
</context>
<context>
    <name>sluice::HeadlineFigures</name>
    <message>
        <source>TTFT</source>
        <translation>TTFT</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>token/s</translation>
    </message>
    <message>
        <source>deltas/s</source>
        <translation>增量/s</translation>
    </message>
    <message>
        <source>so far</source>
        <translation>目前</translation>
    </message>
    <message>
        <source>E2E</source>
        <translation>E2E</translation>
    </message>
</context>
<context>
    <name>sluice::HistogramChart</name>
    <message>
        <source>p50 %1 · p95 %2 · p99 %3</source>
        <translation>p50 %1 · p95 %2 · p99 %3</translation>
    </message>
    <message>
        <source>longest %1</source>
        <translation>最长 %1</translation>
    </message>
</context>
<context>
    <name>sluice::HistoryTransfer</name>
    <message>
        <source>Import conversations…</source>
        <translation>导入对话…</translation>
    </message>
    <message>
        <source>Export all conversations…</source>
        <translation>导出所有对话…</translation>
    </message>
    <message>
        <source>Stop importing or exporting</source>
        <translation>停止导入或导出</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Sluice JSON, complete (*.json)</source>
        <translation>Sluice JSON，完整 (*.json)</translation>
    </message>
    <message>
        <source>Markdown, to read (*.md)</source>
        <translation>Markdown，供阅读 (*.md)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Exports of Sluice, ChatGPT and Open WebUI (*.json)</source>
        <translation>Sluice、ChatGPT 和 Open WebUI 的导出文件 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Exporting… conversations so far: %1</source>
        <translation>正在导出…目前对话数：%1</translation>
    </message>
    <message>
        <source>%1 exported to %2.</source>
        <translation>已将 %1 导出到 %2。</translation>
    </message>
    <message>
        <source>Importing… conversations so far: %1</source>
        <translation>正在导入…目前对话数：%1</translation>
    </message>
    <message>
        <source>%1 imported, %2 known already, %3 not readable.</source>
        <translation>已导入 %1，%2 个已存在，%3 个无法读取。</translation>
    </message>
    <message>
        <source>%1 imported, %2 known already.</source>
        <translation>已导入 %1，%2 个已存在。</translation>
    </message>
    <message>
        <source>%1 imported, %2 not readable.</source>
        <translation>已导入 %1，%2 个无法读取。</translation>
    </message>
    <message>
        <source>%1 imported.</source>
        <translation>已导入 %1。</translation>
    </message>
    <message>
        <source>Nothing was begun: wait for the import or export that is running.</source>
        <translation>未开始：请等待正在进行的导入或导出完成。</translation>
    </message>
</context>
<context>
    <name>sluice::HitDelegate</name>
    <message>
        <source>d MMM</source>
        <comment>date without year</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <comment>date without day</comment>
        <translation>yyyy年M月</translation>
    </message>
</context>
<context>
    <name>sluice::JumpButton</name>
    <message>
        <source>%1 new</source>
        <comment>messages</comment>
        <translation>%1 条新消息</translation>
    </message>
    <message>
        <source>One new message below</source>
        <translation>下方有 1 条新消息</translation>
    </message>
    <message>
        <source>%1 new messages below</source>
        <translation>下方有 %1 条新消息</translation>
    </message>
    <message>
        <source>new text</source>
        <translation>新内容</translation>
    </message>
    <message>
        <source>New text below</source>
        <translation>下方有新内容</translation>
    </message>
</context>
<context>
    <name>sluice::KeyButton</name>
    <message>
        <source>Press keys…</source>
        <translation>请按键…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>sluice::LabAction</name>
    <message>
        <source>Lab</source>
        <translation>实验室</translation>
    </message>
</context>
<context>
    <name>sluice::LabWindow</name>
    <message>
        <source>Lab – Sluice</source>
        <translation>实验室 – Sluice</translation>
    </message>
</context>
<context>
    <name>sluice::LoadForm</name>
    <message>
        <source>Load test</source>
        <translation>负载测试</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户数</translation>
    </message>
    <message>
        <source>Users at once</source>
        <translation>并发用户数</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>并发</translation>
    </message>
    <message>
        <source>Ramp</source>
        <translation>爬升</translation>
    </message>
    <message>
        <source>Seconds in which the users come</source>
        <translation>用户全部进入所用的秒数</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Requests a second</source>
        <translation>每秒请求数</translation>
    </message>
    <message>
        <source>requests/s</source>
        <translation>请求/s</translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>Poisson</source>
        <translation>泊松</translation>
    </message>
    <message>
        <source>Even</source>
        <translation>均匀间隔</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Seconds in which requests start</source>
        <translation>发起请求的时段（秒）</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Requests, at most</source>
        <translation>请求数上限</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Seconds that are not counted</source>
        <translation>不计入统计的秒数</translation>
    </message>
    <message>
        <source>Kind of test</source>
        <translation>测试类型</translation>
    </message>
    <message>
        <source>Benchmark: requests</source>
        <translation>基准测试：请求</translation>
    </message>
    <message>
        <source>Closed loop: users</source>
        <translation>闭环：用户</translation>
    </message>
    <message>
        <source>Open loop: arrivals</source>
        <translation>开环：到达</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Goodput</source>
        <translation>有效吞吐</translation>
    </message>
    <message>
        <source>What a good request keeps within; 0 = any.</source>
        <translation>有效请求须满足的上限；0 = 不限。</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>TTFT</source>
        <translation>TTFT</translation>
    </message>
    <message>
        <source>TTFT limit</source>
        <translation>TTFT 上限</translation>
    </message>
    <message>
        <source>ITL, mean</source>
        <translation>ITL，平均</translation>
    </message>
    <message>
        <source>ITL limit</source>
        <translation>ITL 上限</translation>
    </message>
    <message>
        <source>TPOT</source>
        <translation>TPOT</translation>
    </message>
    <message>
        <source>TPOT limit</source>
        <translation>TPOT 上限</translation>
    </message>
    <message>
        <source>E2E</source>
        <translation>E2E</translation>
    </message>
    <message>
        <source>E2E limit</source>
        <translation>E2E 上限</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>端点</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Explain in a few sentences how streaming works.</source>
        <translation>用几句话解释流式传输的工作原理。</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>token 数</translation>
    </message>
    <message>
        <source>Tokens of an answer, at most</source>
        <translation>每个回答的 token 数上限</translation>
    </message>
    <message>
        <source>0 = any</source>
        <translation>0 = 不限</translation>
    </message>
    <message>
        <source>A load test goes straight to the server, not through the proxy that is set.</source>
        <translation>负载测试直接连接服务器，不经过所设置的代理。</translation>
    </message>
</context>
<context>
    <name>sluice::LoadPage</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start the load test</source>
        <translation>开始负载测试</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the load test</source>
        <translation>停止负载测试</translation>
    </message>
    <message>
        <source>Compare with a report</source>
        <translation>与报告比较</translation>
    </message>
    <message>
        <source>Compare with a report that was saved as JSON</source>
        <translation>与已保存为 JSON 的报告比较</translation>
    </message>
    <message>
        <source>Export the report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Save the report or a picture of it</source>
        <translation>保存报告或其图片</translation>
    </message>
    <message>
        <source>Load test</source>
        <translation>负载测试</translation>
    </message>
    <message>
        <source>Send up to %1 requests to %2?</source>
        <translation>要向 %2 发送最多 %1 个请求吗？</translation>
    </message>
    <message>
        <source>Each one asks for a whole answer. If the endpoint charges for tokens, this costs money; it may also run into its limits, for your other programs, too. Only test servers that you may test.</source>
        <translation>每个请求都会要求一个完整的回答。如果端点按 token 收费，这会产生费用；还可能触及端点的限额，影响您的其他程序。请只测试您有权测试的服务器。</translation>
    </message>
    <message>
        <source>Start the test</source>
        <translation>开始测试</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>%1 requests to %2.</source>
        <translation>向 %2 发送 %1 个请求。</translation>
    </message>
    <message>
        <source>About %1 requests to %2.</source>
        <translation>向 %2 发送约 %1 个请求。</translation>
    </message>
    <message>
        <source>Up to %1 requests to %2.</source>
        <translation>向 %2 发送最多 %1 个请求。</translation>
    </message>
    <message>
        <source>There is no endpoint yet: add one in the settings.</source>
        <translation>还没有端点：请在设置中添加一个。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Report as JSON…</source>
        <translation>报告存为 JSON…</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Report as CSV…</source>
        <translation>报告存为 CSV…</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Page with charts…</source>
        <translation>带图表的网页…</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Picture as PNG…</source>
        <translation>图片存为 PNG…</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Report (*.json)</source>
        <translation>报告 (*.json)</translation>
    </message>
    <message>
        <source>%1 is no report of a load test.</source>
        <translation>%1 不是负载测试报告。</translation>
    </message>
    <message>
        <source>The next test will be compared with %1.</source>
        <translation>下一次测试将与 %1 比较。</translation>
    </message>
</context>
<context>
    <name>sluice::LoadResults</name>
    <message>
        <source>What is measured is shown here while the test runs: how long the first token takes, how evenly the others come, how many there are in all, and what fails. Figures with “tokens” are as the server counted, others count deltas.</source>
        <translation>测试运行时，测量结果显示在这里：首个 token 需要多久，其余 token 到达得是否均匀，总共有多少，以及哪些请求失败。带“token”的数字由服务器统计，其他数字按增量统计。</translation>
    </message>
    <message>
        <source>Results of the load test</source>
        <translation>负载测试结果</translation>
    </message>
    <message>
        <source>Deltas/s</source>
        <translation>增量/s</translation>
    </message>
    <message>
        <source>Active streams</source>
        <translation>活动流</translation>
    </message>
    <message>
        <source>TTFT, ms</source>
        <translation>TTFT，ms</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>ITL, ms</source>
        <translation>ITL，ms</translation>
    </message>
    <message>
        <source>TTFT: requests</source>
        <translation>TTFT：请求</translation>
    </message>
    <message>
        <source>ITL: gaps</source>
        <translation>ITL：间隔</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Load comparison</source>
        <translation>负载比较</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>The first one</source>
        <translation>首个错误</translation>
    </message>
    <message>
        <source>Load errors</source>
        <translation>负载错误</translation>
    </message>
    <message>
        <source>Latencies</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均值</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Load latencies</source>
        <translation>负载延迟</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Load figures</source>
        <translation>负载数据</translation>
    </message>
    <message>
        <source>Before is %1. What differs by less than %2 % counts as the same.</source>
        <translation>“之前”是 %1。差异小于 %2 % 视为相同。</translation>
    </message>
    <message>
        <source>The two were not run with the same load: what differs may come from that.</source>
        <translation>两次测试的负载不同：差异可能由此造成。</translation>
    </message>
</context>
<context>
    <name>sluice::LoadTest</name>
    <message>
        <source>This version knows no provider “%1”.</source>
        <translation>此版本不支持提供方“%1”。</translation>
    </message>
</context>
<context>
    <name>sluice::MainWindow</name>
    <message>
        <source>Sidebar</source>
        <translation>侧边栏</translation>
    </message>
    <message>
        <source>Show or hide the sidebar (Ctrl+B)</source>
        <translation>显示或隐藏侧边栏（Ctrl+B）</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>搜索对话</translation>
    </message>
    <message>
        <source>Find in conversation</source>
        <translation>在对话中查找</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>输入消息</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>New messages and changes are not saved now; they are kept and will be saved when there is room. The reason: %1</source>
        <translation>新消息和更改暂时无法保存，但内容已保留，待有空间时再保存。原因：%1</translation>
    </message>
</context>
<context>
    <name>sluice::MessageActions</name>
    <message>
        <source>Previous version</source>
        <translation>上一版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一版本</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>版本 %1 / %2</translation>
    </message>
</context>
<context>
    <name>sluice::MessageEditor</name>
    <message>
        <source>Write a message</source>
        <translation>输入消息</translation>
    </message>
</context>
<context>
    <name>sluice::MessageInteraction</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>复制消息</translation>
    </message>
    <message>
        <source>Copy message as Markdown</source>
        <translation>将消息复制为 Markdown</translation>
    </message>
    <message>
        <source>Select all in message</source>
        <translation>全选消息内容</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Show performance</source>
        <translation>显示性能</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一版本</translation>
    </message>
    <message>
        <source>Reasoning, expanded</source>
        <translation>推理过程，已展开</translation>
    </message>
    <message>
        <source>Reasoning, collapsed</source>
        <translation>推理过程，已折叠</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Attachment: %1</source>
        <translation>附件：%1</translation>
    </message>
    <message>
        <source>Link: %1</source>
        <translation>链接：%1</translation>
    </message>
</context>
<context>
    <name>sluice::MetricsSection</name>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Serve metrics to Prometheus</source>
        <translation>向 Prometheus 提供指标</translation>
    </message>
    <message>
        <source>Metrics port</source>
        <translation>指标端口</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the address of the metrics</source>
        <translation>复制指标地址</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>地址：%1</translation>
    </message>
    <message>
        <source>Nothing is served: port %1 is taken by another program. Choose another one, or turn this off and on again once it is free.</source>
        <translation>未提供指标：端口 %1 已被其他程序占用。请换一个端口，或在端口空闲后关闭再打开此项。</translation>
    </message>
    <message>
        <source>Nothing is served: port %1 cannot be opened (%2).</source>
        <translation>未提供指标：无法打开端口 %1（%2）。</translation>
    </message>
    <message>
        <source>Counts and times of your answers, without any text. Only programs on this computer can read them.</source>
        <translation>回答的计数和耗时，不含任何文本。只有本机上的程序可以读取。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>sluice::NextAnswer</name>
    <message>
        <source>Stopped by the user.</source>
        <translation>已由用户停止。</translation>
    </message>
    <message>
        <source>Record next answer…</source>
        <translation>录制下一个回答…</translation>
    </message>
    <message>
        <source>Keeps the stream with its timing in a file, without keys</source>
        <translation>将流及其时序保存到文件，不含密钥</translation>
    </message>
    <message>
        <source>Record next answer</source>
        <translation>录制下一个回答</translation>
    </message>
    <message>
        <source>Recordings (*.sluice)</source>
        <translation>录制文件 (*.sluice)</translation>
    </message>
    <message>
        <source>The next answer will be recorded in %1, with the question and without keys.</source>
        <translation>下一个回答将录制到 %1，包含提问，不含密钥。</translation>
    </message>
    <message>
        <source>Nothing was sent, because it cannot be recorded. %1</source>
        <translation>由于无法录制，未发送任何内容。%1</translation>
    </message>
    <message>
        <source>Nothing was asked.</source>
        <translation>未提问。</translation>
    </message>
    <message>
        <source>The conversation was closed.</source>
        <translation>对话已关闭。</translation>
    </message>
    <message>
        <source>The answer was recorded in %1.</source>
        <translation>回答已录制到 %1。</translation>
    </message>
</context>
<context>
    <name>sluice::NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>sluice::NumberField</name>
    <message>
        <source>A whole number from %1 to %2.</source>
        <translation>%1 到 %2 的整数。</translation>
    </message>
</context>
<context>
    <name>sluice::PagesView</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>sluice::PanelDock</name>
    <message>
        <source>Performance panel</source>
        <translation>性能面板</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>性能</translation>
    </message>
    <message>
        <source>How the answer streams (Ctrl+Shift+P)</source>
        <translation>回答的流式传输情况（Ctrl+Shift+P）</translation>
    </message>
</context>
<context>
    <name>sluice::PanelSaving</name>
    <message>
        <source>Figures as CSV…</source>
        <translation>数据存为 CSV…</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Figures as JSON…</source>
        <translation>数据存为 JSON…</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Picture as PNG…</source>
        <translation>图片存为 PNG…</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Trace for Perfetto…</source>
        <translation>Perfetto 跟踪…</translation>
    </message>
    <message>
        <source>Trace (*.json)</source>
        <translation>跟踪 (*.json)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
</context>
<context>
    <name>sluice::PerformancePanel</name>
    <message>
        <source>Charts and figures</source>
        <translation>图表和数据</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>性能</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>导出数据</translation>
    </message>
    <message>
        <source>Save the figures, a picture or a trace</source>
        <translation>保存数据、图片或跟踪</translation>
    </message>
    <message>
        <source>Close the panel</source>
        <translation>关闭面板</translation>
    </message>
    <message>
        <source>Close (Ctrl+Shift+P)</source>
        <translation>关闭（Ctrl+Shift+P）</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Deltas/s</source>
        <translation>增量/s</translation>
    </message>
    <message>
        <source>received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已显示</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>buffer, deltas</source>
        <translation>缓冲区（增量）</translation>
    </message>
    <message>
        <source>queue, flushes</source>
        <translation>队列（批次）</translation>
    </message>
    <message>
        <source>ITL</source>
        <translation>ITL</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>token/s</translation>
    </message>
    <message>
        <source>How this answer came was not measured, or is not stored. Ask something, and you see it here live.</source>
        <translation>此回答的到达过程未测量或未存储。提一个问题，即可在此实时查看。</translation>
    </message>
    <message>
        <source>How an answer comes is shown here while it streams and after it: where it waits, how evenly it flows, and what Sluice itself costs.</source>
        <translation>回答流式传输时及结束后，其到达过程显示在这里：在哪里等待，是否均匀，以及 Sluice 自身的开销。</translation>
    </message>
</context>
<context>
    <name>sluice::PrivacyPage</name>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <source>What you write goes to the endpoint that you chose for it, and nowhere else. Nothing is reported to anybody, and no picture in an answer is fetched from the network.</source>
        <translation>您输入的内容只会发送到您为其选择的端点，不会发往别处。不会向任何人上报任何信息，也不会从网络获取回答中的图片。</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在本机上</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>In memory, for this run only</source>
        <translation>在内存中，仅限本次运行</translation>
    </message>
    <message>
        <source>Stored answers</source>
        <translation>已存储的回答</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Crash reports</source>
        <translation>崩溃报告</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>The system&apos;s keyring; where there is none, in memory for this run only</source>
        <translation>系统密钥环；若没有，则保存在内存中，仅限本次运行</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete all conversations…</source>
        <translation>删除所有对话…</translation>
    </message>
    <message>
        <source>Stored answers and keys stay: see Cache and Endpoints.</source>
        <translation>已存储的回答和密钥会保留：请参阅“缓存”和“端点”。</translation>
    </message>
    <message>
        <source>There is no conversation to delete.</source>
        <translation>没有可删除的对话。</translation>
    </message>
    <message>
        <source>Delete all conversations</source>
        <translation>删除所有对话</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n conversation(s), with their attachments? Answers that are being written are stopped. This cannot be undone.</source>
        <translation>
            <numerusform>要删除 %n 个对话及其附件吗？正在生成的回答将停止。此操作无法撤销。</numerusform>
        </translation>
    </message>
    <message>
        <source>Yes, delete all of them for good</source>
        <translation>是，全部永久删除</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Deleting…</source>
        <translation>正在删除…</translation>
    </message>
    <message>
        <source>All conversations are deleted.</source>
        <translation>所有对话均已删除。</translation>
    </message>
</context>
<context>
    <name>sluice::ProxyField</name>
    <message>
        <source>The system&apos;s</source>
        <translation>使用系统代理</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>使用此代理</translation>
    </message>
    <message>
        <source>As in the settings</source>
        <translation>与设置相同</translation>
    </message>
    <message>
        <source>Proxy address</source>
        <translation>代理地址</translation>
    </message>
</context>
<context>
    <name>sluice::RecordingPlayer</name>
    <message>
        <source>Open recording…</source>
        <translation>打开录制文件…</translation>
    </message>
    <message>
        <source>Open recording</source>
        <translation>打开录制文件</translation>
    </message>
    <message>
        <source>Recordings (*.sluice)</source>
        <translation>录制文件 (*.sluice)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 was not opened. %2</source>
        <translation>%1 未打开。%2</translation>
    </message>
    <message>
        <source>%1 was not opened. It is of a kind of server that this version does not know.</source>
        <translation>%1 未打开。此版本不支持其服务器类型。</translation>
    </message>
    <message>
        <source>Recording: %1</source>
        <translation>录制：%1</translation>
    </message>
    <message>
        <source>Play the recording</source>
        <translation>播放录制</translation>
    </message>
    <message>
        <source>%1 is played as far as it can be read. %2</source>
        <translation>%1 只播放到可读取之处。%2</translation>
    </message>
</context>
<context>
    <name>sluice::RepaintPacing</name>
    <message>
        <source>Repainting every %1 ms: frames take long here</source>
        <translation>每 %1 ms 重绘一次：此处每帧耗时较长</translation>
    </message>
</context>
<context>
    <name>sluice::ResiliencePage</name>
    <message>
        <source>Resilience</source>
        <translation>韧性</translation>
    </message>
    <message>
        <source>One question, asked again and again, and each answer spoilt in another way between the endpoint and Sluice. A check passes when nothing that came is lost and nothing comes twice.</source>
        <translation>同一个提问反复提出，每个回答在端点与 Sluice 之间以不同方式被破坏。已到达的内容不丢失、不重复，检查即通过。</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Let a broken answer go on with a new request where it is not replayed</source>
        <translation>无法重放时，用新请求继续中断的回答</translation>
    </message>
    <message>
        <source>The endpoint works for it again, and takes money again if it does.</source>
        <translation>端点会为此再次生成，如果收费，也会再次计费。</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 passed, %2 failed, %3 not applicable. The endpoint worked for %4 requests.</source>
        <translation>通过 %1，未通过 %2，不适用 %3。端点处理了 %4 个请求。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
</context>
<context>
    <name>sluice::ScorecardPage</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>cannot be seen</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Scorecard</source>
        <translation>评分表</translation>
    </message>
    <message>
        <source>What an endpoint can do, as it shows in a few answers: how well its streams keep to the standard, what it offers, and whether it stops when it is told to.</source>
        <translation>通过几个回答了解端点的能力：流是否符合标准，提供哪些功能，以及收到停止指令时是否停止。</translation>
    </message>
    <message>
        <source>Lines of the scorecard</source>
        <translation>评分表项目</translation>
    </message>
    <message>
        <source>One line that is required says no.</source>
        <translation>有 1 个必需项未通过。</translation>
    </message>
    <message>
        <source>%1 lines that are required say no.</source>
        <translation>有 %1 个必需项未通过。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Nothing that is required is missing.</source>
        <translation>没有缺少任何必需项。</translation>
    </message>
</context>
<context>
    <name>sluice::SearchField</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>搜索对话</translation>
    </message>
</context>
<context>
    <name>sluice::SearchResults</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>sluice::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>sluice::Shortcuts</name>
    <message>
        <source>%1 is needed for typing; add Ctrl or Alt.</source>
        <translation>%1 用于输入文字；请加上 Ctrl 或 Alt。</translation>
    </message>
    <message>
        <source>%1 belongs to editing text.</source>
        <translation>%1 用于文本编辑。</translation>
    </message>
    <message>
        <source>%1 belongs to “%2”.</source>
        <translation>%1 已用于“%2”。</translation>
    </message>
</context>
<context>
    <name>sluice::ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Press a button, then the new keys; Backspace for none, Escape to leave it.</source>
        <translation>点击按钮，然后按下新的按键；按 Backspace 清除，按 Escape 保持不变。</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation>重置 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>sluice::Sidebar</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制副本</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Deleted “%1”</source>
        <translation>已删除“%1”</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>sluice::StrategiesPage</name>
    <message>
        <source>Strategies</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Stream to play</source>
        <translation>要播放的流</translation>
    </message>
    <message>
        <source>Sample text</source>
        <translation>示例文本</translation>
    </message>
    <message>
        <source>Recording of the demo</source>
        <translation>演示的录制</translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation>上一个回答</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>录制文件…</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>%1 ×</source>
        <translation>%1 ×</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>%1 s of %2 s</source>
        <translation>%1 s / %2 s</translation>
    </message>
    <message>
        <source>The same stream through four strategies: made-up text with the pauses and bursts of a network.</source>
        <translation>同一个流经过四种策略：虚构文本，带有网络的停顿和突发。</translation>
    </message>
    <message>
        <source>Play a recording</source>
        <translation>播放录制文件</translation>
    </message>
    <message>
        <source>Recording (*.sluice)</source>
        <translation>录制文件 (*.sluice)</translation>
    </message>
    <message>
        <source>The same stream through four strategies: an answer of the demo, recorded behind a network that stalls.</source>
        <translation>同一个流经过四种策略：演示的一个回答，在有停顿的网络下录制。</translation>
    </message>
    <message>
        <source>The same stream through four strategies: %1.</source>
        <translation>同一个流经过四种策略：%1。</translation>
    </message>
    <message>
        <source>There is no finished answer in the conversation that is shown.</source>
        <translation>所显示的对话中没有已完成的回答。</translation>
    </message>
    <message>
        <source>How that answer came is not stored.</source>
        <translation>该回答的到达过程未存储。</translation>
    </message>
    <message>
        <source>The last answer, as it came: times are true to %1, its text is dealt out evenly over its deltas.</source>
        <translation>上一个回答的到达过程：时间精确到 %1，文本平均分配到各个增量。</translation>
    </message>
</context>
<context>
    <name>sluice::StrategyFields</name>
    <message>
        <source>Default buffer strategy</source>
        <translation>默认缓冲策略</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>deltas</source>
        <translation>增量</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>It must not be above the maximum, which is %1.</source>
        <translation>不得大于最大值 %1。</translation>
    </message>
    <message>
        <source>It must not be below the minimum, which is %1.</source>
        <translation>不得小于最小值 %1。</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Longest added delay</source>
        <translation>最长附加延迟</translation>
    </message>
    <message>
        <source>Stall guard</source>
        <translation>停顿保护</translation>
    </message>
    <message>
        <source>Text that has waited this long is shown whatever the strategy; 0 = off.</source>
        <translation>等待达到此时长的文本，无论何种策略都会显示；0 = 关闭。</translation>
    </message>
</context>
<context>
    <name>sluice::StrategyPane</name>
    <message>
        <source>Strategy %1</source>
        <translation>策略 %1</translation>
    </message>
    <message>
        <source>Answer with strategy %1</source>
        <translation>使用策略 %1 的回答</translation>
    </message>
    <message>
        <source>Repaints: %1, for %2 events · longest gap %3</source>
        <translation>重绘：%1 次，对应 %2 个事件 · 最长间隔 %3</translation>
    </message>
    <message>
        <source>Added delay: p50 %1, p95 %2</source>
        <translation>附加延迟：p50 %1，p95 %2</translation>
    </message>
</context>
<context>
    <name>sluice::StrategyPreview</name>
    <message>
        <source>Sample with %1</source>
        <translation>%1 的示例</translation>
    </message>
    <message>
        <source>Added delay: p50 %1 ms, p95 %2 ms
Repaints: %3, for %4 flushes</source>
        <translation>附加延迟：p50 %1 ms，p95 %2 ms
重绘：%3 次，对应 %4 次放行</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>sluice::StreamStateLabel</name>
    <message>
        <source>waiting for a free slot</source>
        <translation>正在等待空闲位置</translation>
    </message>
    <message>
        <source>waiting for the network</source>
        <translation>正在等待网络</translation>
    </message>
    <message>
        <source>reconnecting (attempt %1)</source>
        <translation>正在重连（第 %1 次尝试）</translation>
    </message>
    <message>
        <source>reconnecting (attempt %1, in %2 s)</source>
        <translation>正在重连（第 %1 次尝试，%2 s 后）</translation>
    </message>
</context>
<context>
    <name>sluice::StreamingPage</name>
    <message>
        <source>Streaming</source>
        <translation>流式</translation>
    </message>
    <message>
        <source>For every conversation that has no strategy of its own. Text that runs now takes it at once.</source>
        <translation>用于所有未单独设置策略的对话。正在输出的文本会立即采用。</translation>
    </message>
    <message>
        <source>When an answer breaks off</source>
        <translation>回答中断时</translation>
    </message>
    <message>
        <source>Tries after the first</source>
        <translation>重试次数</translation>
    </message>
    <message>
        <source>Longest pause between two</source>
        <translation>两次尝试的最长间隔</translation>
    </message>
    <message>
        <source>Continue even if it is paid again</source>
        <translation>即使再次计费也继续</translation>
    </message>
    <message>
        <source>Where the server cannot replay a broken answer, Sluice asks it to go on at once, at the price of a new request, instead of waiting for Continue.</source>
        <translation>服务器无法重放中断的回答时，Sluice 会立即请它继续，代价是一次新的请求，而不等待点击“继续”。</translation>
    </message>
    <message>
        <source>How long to wait</source>
        <translation>等待时长</translation>
    </message>
    <message>
        <source>For a connection</source>
        <translation>等待连接</translation>
    </message>
    <message>
        <source>For the beginning of an answer</source>
        <translation>等待回答开始</translation>
    </message>
    <message>
        <source>A local model may take long to read its prompt.</source>
        <translation>本地模型读取提示词可能需要较长时间。</translation>
    </message>
    <message>
        <source>While nothing comes</source>
        <translation>无数据到达时</translation>
    </message>
    <message>
        <source>Comments and pings of the server count as life.</source>
        <translation>服务器发来的注释和 ping 也算有数据到达。</translation>
    </message>
    <message>
        <source>0 waits without a limit. All this holds from the next message on.</source>
        <translation>0 表示无限等待。以上设置从下一条消息起生效。</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>同时进行</translation>
    </message>
    <message>
        <source>Answers that may run</source>
        <translation>可同时进行的回答数</translation>
    </message>
    <message>
        <source>One more waits up to 5 seconds for its turn.</source>
        <translation>超出的回答最多等待 5 秒轮到自己。</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
</context>
<context>
    <name>sluice::TargetBar</name>
    <message>
        <source>The server that answers</source>
        <translation>负责回答的服务器</translation>
    </message>
    <message>
        <source>The model that answers; type a name that is not in the list</source>
        <translation>负责回答的模型；可输入列表中没有的名称</translation>
    </message>
    <message>
        <source>When text that came is shown</source>
        <translation>已到达的文本何时显示</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Add endpoint…</source>
        <translation>添加端点…</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>端点</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Buffer strategy</source>
        <translation>缓冲策略</translation>
    </message>
</context>
<context>
    <name>sluice::TimelineView</name>
    <message>
        <source>name</source>
        <translation>域名解析</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>connection and TLS</source>
        <translation>连接和 TLS</translation>
    </message>
    <message>
        <source>request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>connection and request</source>
        <translation>连接和请求</translation>
    </message>
    <message>
        <source>first byte</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>first text</source>
        <translation>首段文本</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message numerus="yes">
        <source>%n more attempts</source>
        <translation>
            <numerusform>另有 %n 次尝试</numerusform>
        </translation>
    </message>
    <message>
        <source>connect</source>
        <translation>建立连接</translation>
    </message>
    <message>
        <source>wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>deltas</source>
        <translation>增量</translation>
    </message>
    <message>
        <source>network quiet</source>
        <translation>网络静默</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>滞留</translation>
    </message>
    <message>
        <source>a connection that was there</source>
        <translation>已有的连接</translation>
    </message>
    <message>
        <source>broken after %1</source>
        <translation>%1 后中断</translation>
    </message>
    <message>
        <source>ended after %1</source>
        <translation>%1 后结束</translation>
    </message>
</context>
<context>
    <name>sluice::TrayIcon</name>
    <message>
        <source>Show Sluice</source>
        <translation>显示 Sluice</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Sluice: an answer is running</source>
        <translation>Sluice：有 1 个回答正在进行</translation>
    </message>
    <message numerus="yes">
        <source>Sluice: %n answers are running</source>
        <translation>
            <numerusform>Sluice：有 %n 个回答正在进行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>sluice::WelcomePanel</name>
    <message>
        <source>Found on this computer</source>
        <translation>在本机上发现</translation>
    </message>
    <message>
        <source>Show a table</source>
        <translation>显示表格</translation>
    </message>
    <message>
        <source>Compare three sorting algorithms in a table.</source>
        <translation>用表格比较三种排序算法。</translation>
    </message>
    <message>
        <source>Write some code</source>
        <translation>写一些代码</translation>
    </message>
    <message>
        <source>Write a small program in Python, and the same in C++.</source>
        <translation>用 Python 写一个小程序，再用 C++ 写一个相同的。</translation>
    </message>
    <message>
        <source>Take the tour</source>
        <translation>功能导览</translation>
    </message>
    <message>
        <source>Explain an idea</source>
        <translation>解释一个概念</translation>
    </message>
    <message>
        <source>What can Sluice do? Give me the tour.</source>
        <translation>Sluice 能做什么？带我浏览一下。</translation>
    </message>
    <message>
        <source>Explain how a model streams its answer.</source>
        <translation>解释模型如何流式输出回答。</translation>
    </message>
    <message>
        <source>Try it on the scripted demo</source>
        <translation>用脚本演示试一试</translation>
    </message>
    <message>
        <source>Its answers were written in advance and show what Sluice can do. Nothing leaves this computer.</source>
        <translation>演示的回答是预先写好的，用于展示 Sluice 的功能。任何内容都不会离开本机。</translation>
    </message>
    <message>
        <source>No endpoint yet</source>
        <translation>尚无端点</translation>
    </message>
    <message>
        <source>Add one below: a server on this computer or a service with an API key.</source>
        <translation>请在下方添加：本机上的服务器，或使用 API 密钥的服务。</translation>
    </message>
    <message>
        <source>What would you like to know?</source>
        <translation>您想了解什么？</translation>
    </message>
    <message>
        <source>Your messages go to %1.</source>
        <translation>您的消息将发送到 %1。</translation>
    </message>
    <message>
        <source>1 model</source>
        <translation>1 个模型</translation>
    </message>
    <message>
        <source>%1 models</source>
        <translation>%1 个模型</translation>
    </message>
    <message>
        <source>Use %1 on port %2: %3</source>
        <translation>使用端口 %2 上的 %1：%3</translation>
    </message>
</context>
</TS>
